package io.thalweg.client.internal.routing;

import io.thalweg.client.api.BrokerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a partition is led.
 *
 * @param leader broker id, 0 if there is no leader now
 * @param leaderEpoch epoch of that leader
 * @param address its address, null if unknown
 */
public record PartitionRoute(
        int leader, long leaderEpoch, @Nullable BrokerAddress address) {}
