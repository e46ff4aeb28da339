package io.thalweg.client.api.admin.recovery;

import java.util.List;

/**
 * A partition with what each of its replicas has.
 *
 * @param partition its index
 * @param leader broker id of the leader, 0 if there is none
 * @param leaderEpoch grows with every change of the leader
 * @param version grows with every change of the partition in the metadata
 * @param replicas in order of preference
 * @param recoveries the last five, oldest first
 */
public record PartitionReplicas(
        int partition,
        int leader,
        long leaderEpoch,
        long version,
        List<ReplicaDescription> replicas,
        List<RecoveryRecord> recoveries) {
    public PartitionReplicas {
        replicas = List.copyOf(replicas);
        recoveries = List.copyOf(recoveries);
    }
}
