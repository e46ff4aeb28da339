package io.thalweg.client.api.admin;

import io.thalweg.client.api.TopicPartition;
import java.util.List;

/**
 * The cluster as a whole.
 *
 * @param clusterId its id
 * @param metadataLeader broker id of the metadata leader, 0 if none is known
 * @param metadataIndex grows with every change of the metadata
 * @param brokers all registered brokers
 * @param offlinePartitions how many partitions have no leader
 * @param underReplicatedPartitions how many partitions have fewer in-sync replicas than replicas
 * @param offline the first of the partitions without a leader
 * @param recoveredPartitions how many partitions were recovered once, so that they may have lost records
 * @param recovered the first of those
 */
public record ClusterDescription(
        String clusterId,
        int metadataLeader,
        long metadataIndex,
        List<BrokerDescription> brokers,
        int offlinePartitions,
        int underReplicatedPartitions,
        List<TopicPartition> offline,
        int recoveredPartitions,
        List<TopicPartition> recovered) {
    public ClusterDescription {
        brokers = List.copyOf(brokers);
        offline = List.copyOf(offline);
        recovered = List.copyOf(recovered);
    }
}
