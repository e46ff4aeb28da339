package io.thalweg.client.internal.routing;

import io.thalweg.client.api.BrokerAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a broker reported about the cluster.
 *
 * @param clusterId id of the cluster
 * @param index index of the image it was read from
 * @param brokers addresses by broker id, fenced brokers included
 * @param topics topics that were asked for or that changed
 * @param missing topics that were asked for or watched and do not exist (any more)
 */
public record ClusterUpdate(
        String clusterId,
        long index,
        Map<Integer, BrokerAddress> brokers,
        List<TopicRoute> topics,
        Set<String> missing) {
    public ClusterUpdate {
        brokers = Map.copyOf(brokers);
        topics = List.copyOf(topics);
        missing = Set.copyOf(missing);
    }
}
