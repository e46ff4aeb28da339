package io.thalweg.broker.replication.message;

/** The two streams of a pair of brokers. What waits on one never holds up the other. */
public enum Lane {
    /** For replicas near the end of the log. */
    HOT,
    /** For replicas that catch up from far behind, or begin anew. */
    BULK
}
