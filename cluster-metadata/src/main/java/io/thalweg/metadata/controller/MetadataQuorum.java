package io.thalweg.metadata.controller;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.model.VoterSet;
import java.util.concurrent.CompletableFuture;

/**
 * The replicated command log as seen by this voter. Thread-safe.
 *
 * <p>Implemented by {@code consensus} over Raft; used by the services and duties of the metadata leader.
 */
public interface MetadataQuorum {

    /**
     * Hands one command to the log, if this voter leads. Never blocks.
     *
     * @return completes normally, always, within the proposal timeout; {@link ProposalOutcome} says what is known
     */
    CompletableFuture<ProposalOutcome> submit(Command command);

    /** Who leads now, as far as this voter knows. */
    Leadership leadership();

    /** The newest voters that this voter knows to be committed. */
    VoterSet voters();

    /** What this voter has applied. */
    AppliedLog applied();
}
