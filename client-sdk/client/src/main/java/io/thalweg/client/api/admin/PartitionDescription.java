package io.thalweg.client.api.admin;

import java.util.List;

/**
 * One partition.
 *
 * @param partition its index
 * @param leader broker id of the leader, 0 if there is none now
 * @param leaderEpoch grows with every change of the leader
 * @param replicas broker ids, in order of preference
 * @param inSync broker ids of those that hold every committed record and are active
 * @param recoveryEpoch leader epoch of the last recovery, which may have lost acknowledged records; 0 for never
 * @param positions positions of the log
 */
public record PartitionDescription(
        int partition,
        int leader,
        long leaderEpoch,
        List<Integer> replicas,
        List<Integer> inSync,
        long recoveryEpoch,
        PartitionPositions positions) {
    public PartitionDescription {
        replicas = List.copyOf(replicas);
        inSync = List.copyOf(inSync);
    }
}
