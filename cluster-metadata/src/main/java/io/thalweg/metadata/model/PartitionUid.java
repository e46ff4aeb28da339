package io.thalweg.metadata.model;

/** Cluster-unique number of a partition, never reused; the prefix of its storage keys. */
public record PartitionUid(int value) implements Comparable<PartitionUid> {

    /** Throws {@code IllegalArgumentException} unless {@code value} is positive. */
    public PartitionUid {
        Require.atLeast(value, 1, "PartitionUid");
    }

    @Override
    public int compareTo(PartitionUid other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
