package io.thalweg.client;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.ClientSettings;
import io.thalweg.client.api.ThalwegException;
import java.time.Duration;
import java.util.List;

/** Builds a client. Not thread-safe. */
public final class ThalwegClientBuilder {
    private List<BrokerAddress> bootstrap = List.of(new BrokerAddress("127.0.0.1", BrokerAddress.DEFAULT_PORT));
    private String clientId = "thalweg-java";
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration requestTimeout = Duration.ofSeconds(30);

    ThalwegClientBuilder() {}

    /** Brokers to begin with, as {@code HOST:PORT[,HOST:PORT]}; one that answers is enough. Default {@code 127.0.0.1:7400}. */
    public ThalwegClientBuilder bootstrap(String addresses) {
        bootstrap = BrokerAddress.parseList(addresses);
        return this;
    }

    /** Brokers to begin with; one that answers is enough. */
    public ThalwegClientBuilder bootstrap(List<BrokerAddress> addresses) {
        bootstrap = List.copyOf(addresses);
        return this;
    }

    /** Name of this client in the tools and logs of the cluster. Default {@code thalweg-java}. */
    public ThalwegClientBuilder clientId(String name) {
        clientId = name;
        return this;
    }

    /** How long {@link #connect()} may take. Default 10 s. */
    public ThalwegClientBuilder connectTimeout(Duration value) {
        connectTimeout = value;
        return this;
    }

    /** How long a request of the admin service or of a consumer may take, retries included, and one attempt of a send. Default 30 s. */
    public ThalwegClientBuilder requestTimeout(Duration value) {
        requestTimeout = value;
        return this;
    }

    /**
     * Connects and waits until a broker has answered.
     *
     * @throws ThalwegException with {@code UNREACHABLE} when none answered within the connect timeout; the message lists what happened at each address
     */
    public ThalwegClient connect() {
        return ThalwegClient.connect(new ClientSettings(bootstrap, clientId, connectTimeout, requestTimeout));
    }
}
