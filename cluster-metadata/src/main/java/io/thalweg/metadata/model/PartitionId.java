package io.thalweg.metadata.model;

/** A partition of a topic; {@code index} counts from 0. */
public record PartitionId(TopicId topic, int index) {

    /** Throws {@code IllegalArgumentException} if {@code index} is negative. */
    public PartitionId {
        Require.atLeast(index, 0, "partition index");
    }

    @Override
    public String toString() {
        return topic + "-" + index;
    }
}
