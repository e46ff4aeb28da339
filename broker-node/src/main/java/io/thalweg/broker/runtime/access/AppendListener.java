package io.thalweg.broker.runtime.access;

import io.thalweg.broker.replication.action.Appended;

/** Receives the outcome of one append: one of the two methods is called, once. Must not block. */
public interface AppendListener {
    /** The batch has what its {@link io.thalweg.broker.replication.action.Acks} promise. */
    void appended(Appended outcome);

    /** The append failed; {@link Refusal#definite} says whether for certain or not. */
    void refused(Refusal refusal);
}
