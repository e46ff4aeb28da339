package io.thalweg.client.api.admin;

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
 */
public record ClusterDescription(
        String clusterId,
        int metadataLeader,
        long metadataIndex,
        List<BrokerDescription> brokers,
        int offlinePartitions,
        int underReplicatedPartitions) {
    public ClusterDescription {
        brokers = List.copyOf(brokers);
    }
}
