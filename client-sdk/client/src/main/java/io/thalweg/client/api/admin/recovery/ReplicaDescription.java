package io.thalweg.client.api.admin.recovery;

import org.jspecify.annotations.Nullable;

/**
 * One replica of a partition.
 *
 * @param broker its broker
 * @param active the broker is up
 * @param standing what the metadata thinks of it
 * @param log what it has; null if the broker did not answer
 * @param error why there is no log; empty if there is one
 */
public record ReplicaDescription(
        int broker,
        boolean active,
        ReplicaStanding standing,
        @Nullable ReplicaLog log,
        String error) {}
