package io.thalweg.metadata.model;

/** Bounds of a topic. */
public final class TopicLimits {

    /** Most partitions of one topic. */
    public static final int MAX_PARTITIONS = 10_000;

    /** Most replicas of one partition. */
    public static final int MAX_REPLICAS = 15;

    private TopicLimits() {}
}
