package io.thalweg.metadata.model;

import java.util.List;

/**
 * Record of a leader made although no validated holder was there: committed records may have been lost.
 *
 * @param epoch log index of the recovery
 * @param leader the broker that was made leader
 * @param forced by an operator, without evidence of every holder or for a topic that syncs
 */
public record Recovery(long epoch, BrokerId leader, boolean forced, String reason, List<RecoveryEvidence> evidence) {

    /** Copies the evidence; throws {@code IllegalArgumentException} for a negative epoch. */
    public Recovery {
        Require.atLeast(epoch, 0, "recovery epoch");
        evidence = List.copyOf(evidence);
    }
}
