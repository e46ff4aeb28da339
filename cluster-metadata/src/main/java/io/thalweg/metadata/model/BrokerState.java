package io.thalweg.metadata.model;

/** State of a registered broker. */
public enum BrokerState {
    /** Registered but without a live session, or not yet caught up with its registration: leads nothing. */
    FENCED,
    /** Has a live session and an image at or above its registration. */
    ACTIVE
}
