package io.thalweg.broker.app;

import io.thalweg.broker.membership.Proposed;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a broker, in order or at once. The first call decides how; later ones return when it is done. */
final class GracefulStop {

    private static final Logger LOG = LoggerFactory.getLogger(GracefulStop.class);
    private static final Duration CALL_GRACE = Duration.ofMillis(500);
    private static final long LONGEST_FAREWELL_MILLIS = 2_000;

    private final NodeParts parts;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    GracefulStop(NodeParts parts) {
        this.parts = parts;
    }

    void stop(Duration timeout) {
        if (!begun.compareAndSet(false, true)) {
            done.join();
            return;
        }
        parts.state().onStopping();
        parts.client().announceStop();
        new StopTurn(new StopRules(parts.self()), parts.view(), this::propose, timeout).await();
        sayFarewell();
        closeClient(CALL_GRACE);
        parts.voter().close();
        parts.session().close();
        parts.assembly().close();
        parts.storage().closeCleanly();
        done.complete(null);
    }

    void kill() {
        if (!begun.compareAndSet(false, true)) {
            done.join();
            return;
        }
        parts.state().onStopping();
        parts.voter().kill();
        parts.session().close();
        closeClient(Duration.ZERO);
        parts.assembly().close();
        parts.storage().abandon();
        done.complete(null);
    }

    private CompletableFuture<CommandReply> propose(Command command, long timeoutMillis) {
        return parts.proposer().propose(command, false, timeoutMillis).thenApply(Proposed::reply);
    }

    private void closeClient(Duration grace) {
        try {
            parts.client().close(grace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The replicas here acknowledge until every leader does without them, so nobody's writes wait for a broker that is gone. */
    private void sayFarewell() {
        try {
            parts.session().leave().get(LONGEST_FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("stopping before every leader knows: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
