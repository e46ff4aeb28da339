package io.thalweg.metadata.controller;

import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.RecoveryEvidence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recovery that an operator wants.
 *
 * @param evidence of the replicas that answered, in their brokers' registered lives
 * @param chosen whose replica shall lead, null for the one with most
 * @param force go without the evidence that is missing
 * @param reason why, for the record
 */
public record RecoveryRequest(
        List<RecoveryEvidence> evidence, @Nullable BrokerId chosen, boolean force, String reason) {

    /** Copies the evidence. */
    public RecoveryRequest {
        evidence = List.copyOf(evidence);
    }
}
