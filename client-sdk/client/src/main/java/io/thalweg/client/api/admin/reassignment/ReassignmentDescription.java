package io.thalweg.client.api.admin.reassignment;

import java.util.List;

/**
 * A move that is under way.
 *
 * @param move from the replicas before it to those that were asked for
 * @param cancelled it goes back to those before it
 * @param leader the broker that leads the partition, 0 for none
 * @param inSync brokers whose replicas are in sync
 */
public record ReassignmentDescription(PartitionMove move, boolean cancelled, int leader, List<Integer> inSync) {
    public ReassignmentDescription {
        inSync = List.copyOf(inSync);
    }

    /** The replicas that the partition has when it ends. */
    public List<Integer> goal() {
        return cancelled ? move.from() : move.to();
    }
}
