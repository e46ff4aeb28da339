package io.thalweg.client.api;

import java.time.Duration;
import java.util.List;

/**
 * Settings of a client as a whole.
 *
 * @param bootstrap addresses that are tried until one answers; further brokers are learned from it
 * @param clientId name of this client in the tools and logs of the cluster
 * @param connectTimeout how long connecting to the cluster may take before it fails
 * @param requestTimeout how long one attempt of one request may take; retries and deliveries have their own deadline
 */
public record ClientSettings(
        List<BrokerAddress> bootstrap, String clientId, Duration connectTimeout, Duration requestTimeout) {
    public ClientSettings {
        bootstrap = List.copyOf(bootstrap);
        if (bootstrap.isEmpty()) {
            throw new IllegalArgumentException("at least one bootstrap address is needed");
        }
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("requestTimeout", requestTimeout);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, but is " + value);
        }
    }
}
