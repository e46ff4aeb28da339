package io.thalweg.client.internal.rpc;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.internal.routing.ClusterUpdate;
import io.thalweg.client.internal.routing.PartitionRoute;
import io.thalweg.client.internal.routing.TopicRoute;
import io.thalweg.proto.v1.BrokerInfo;
import io.thalweg.proto.v1.MetadataUpdate;
import io.thalweg.proto.v1.PartitionInfo;
import io.thalweg.proto.v1.TopicInfo;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Metadata from the wire. */
final class ClusterMapping {
    private ClusterMapping() {}

    static ClusterUpdate toUpdate(MetadataUpdate update) {
        Map<Integer, BrokerAddress> brokers = new HashMap<>();
        for (BrokerInfo broker : update.getBrokersList()) {
            if (!broker.getHost().isEmpty() && broker.getPort() > 0) {
                brokers.put(broker.getBrokerId(), new BrokerAddress(broker.getHost(), broker.getPort()));
            }
        }
        Set<String> missing = new HashSet<>(update.getUnknownTopicsList());
        missing.addAll(update.getDeletedTopicsList());
        List<TopicRoute> topics =
                update.getTopicsList().stream().map(ClusterMapping::toRoute).toList();
        topics.forEach(topic -> missing.remove(topic.name()));
        return new ClusterUpdate(update.getClusterId(), update.getMetadataIndex(), brokers, topics, missing);
    }

    private static TopicRoute toRoute(TopicInfo topic) {
        List<PartitionRoute> partitions = topic.getPartitionsList().stream()
                .sorted(Comparator.comparingInt(PartitionInfo::getPartition))
                .map(partition -> new PartitionRoute(partition.getLeader(), partition.getLeaderEpoch(), null))
                .toList();
        int limit = TopicRoute.DEFAULT_MAX_BATCH_BYTES;
        String configured = topic.getConfigOrDefault("max.message.bytes", "");
        if (configured.matches("[0-9]{1,9}")) {
            limit = Integer.parseInt(configured);
        }
        return new TopicRoute(topic.getName(), Ids.toId(topic.getTopicId()), limit, partitions);
    }
}
