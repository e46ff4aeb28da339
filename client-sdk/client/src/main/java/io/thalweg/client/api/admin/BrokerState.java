package io.thalweg.client.api.admin;

/** What a broker is up to. */
public enum BrokerState {
    /** Not heard from: it leads nothing. */
    FENCED,
    ACTIVE,
    /** Giving up its leaders before it stops. */
    DRAINING,
    /** A state that this version of the library does not know. */
    UNKNOWN
}
