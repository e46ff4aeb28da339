package io.thalweg.metadata.model;

/** Whether a broker may get leaders and replicas. */
public enum Drain {
    /** It may. */
    NONE,
    /** It gets no new leaders and replicas, and hands off those that it leads, until an operator says otherwise. */
    OPERATOR,
    /** As {@link #OPERATOR}, because its process stops. One active broker at a time. */
    STOPPING
}
