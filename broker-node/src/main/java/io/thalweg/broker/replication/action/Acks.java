package io.thalweg.broker.replication.action;

/** What a producer waits for. */
public enum Acks {
    /** Every holder has the batch. */
    ALL,
    /** The leader has the batch. */
    LEADER,
    /** The batch was accepted. */
    NONE
}
