package io.thalweg.client.api.consumer;

/** How the partitions of a group are spread over its members. All members must ask for the same. */
public enum Assignor {
    /** Evenly, and each member keeps what it has where possible. The default. */
    UNIFORM_STICKY,
    /** Contiguous ranges per topic, so that equal partition numbers of several topics meet at one member. */
    RANGE
}
