package io.thalweg.broker.replication.view;

/** What is known of a recovered log's bytes. */
public enum LogCondition {
    /** Nothing is known to be wrong. */
    WHOLE,
    /** A stored mark says that bytes are damaged, or damage was cut away; the broker's registration said so. */
    DAMAGED,
    /** What a replica must know cannot be read; found too late for the registration. */
    UNREADABLE
}
