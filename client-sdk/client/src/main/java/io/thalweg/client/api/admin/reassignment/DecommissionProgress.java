package io.thalweg.client.api.admin.reassignment;

import java.util.List;

/**
 * How far the decommission of a broker has come.
 *
 * @param moves those that this call began; of a plan, all that would be needed
 * @param replicasLeft replicas that are still on the broker
 * @param moving how many of these are on their way off it
 * @param removed the broker is out of the cluster
 * @param warnings what the operator should know, as sentences
 */
public record DecommissionProgress(
        List<PartitionMove> moves, int replicasLeft, int moving, boolean removed, List<String> warnings) {
    public DecommissionProgress {
        moves = List.copyOf(moves);
        warnings = List.copyOf(warnings);
    }
}
