package io.thalweg.cli.option;

import io.thalweg.client.ThalwegClient;
import io.thalweg.client.ThalwegClientBuilder;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster, and how long to wait for it; for every command that talks to one. */
public final class ClusterOptions {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration DELIVERY_TIMEOUT = Duration.ofMinutes(2);

    @Option(
            names = {"-b", "--bootstrap"},
            paramLabel = "HOST:PORT[,…]",
            defaultValue = "${env:THALWEG_BOOTSTRAP:-127.0.0.1:7400}",
            description =
                    "brokers to begin with; one that answers is enough (default: THALWEG_BOOTSTRAP, or 127.0.0.1:7400)")
    private String bootstrap = "";

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description =
                    "how long to wait for the cluster, as 5s or 500ms (default: 10s to connect, 30s per request, 2m to deliver a record)")
    private @Nullable Duration timeout;

    /** Connects; the caller closes. */
    public ThalwegClient connect(String purpose) {
        ThalwegClientBuilder builder = ThalwegClient.builder()
                .bootstrap(bootstrap)
                .clientId("thalweg-cli-" + purpose)
                .requestTimeout(requestTimeout());
        if (timeout != null) {
            builder.connectTimeout(timeout);
        }
        return builder.connect();
    }

    public String bootstrap() {
        return bootstrap;
    }

    /** How long one request may take. */
    public Duration requestTimeout() {
        return timeout == null ? REQUEST_TIMEOUT : timeout;
    }

    /** How long the delivery of one record may take. */
    public Duration deliveryTimeout() {
        return timeout == null ? DELIVERY_TIMEOUT : timeout;
    }

    /** Waits for an answer, a little longer than the library does. */
    public <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(requestTimeout().plusSeconds(5).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw ThalwegException.from(e);
        } catch (TimeoutException e) {
            throw ThalwegException.of(ErrorReason.TIMED_OUT, "no answer within " + requestTimeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ThalwegException.of(ErrorReason.TIMED_OUT, "interrupted while waiting for an answer");
        }
    }
}
