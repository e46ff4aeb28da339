package io.thalweg.metadata.controller;

import io.thalweg.metadata.event.ReplicaMove;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import java.util.List;

/**
 * A change of a partition's replicas that can be begun.
 *
 * @param partition as it is now, without a reassignment under way
 * @param replicas those that it shall have, in order of preference
 */
public record PlannedMove(Partition partition, List<BrokerId> replicas) {

    /** Copies the list. */
    public PlannedMove {
        replicas = List.copyOf(replicas);
    }

    /** What to propose. */
    public ReplicaMove item() {
        return new ReplicaMove(partition.uid(), partition.version(), replicas);
    }
}
