package io.thalweg.broker.replication.action;

/** How one submission of a proposal ended. */
public enum ProposalOutcome {
    /** Applied. The effect is taken from the image when it arrives, not from this. */
    ACCEPTED,
    /** Rejected by apply, for this item. Another copy of the submission may have been applied before. */
    REJECTED,
    /** Anything else: timeout, connection lost, not the metadata leader, overload. It may yet be applied. */
    UNKNOWN
}
