package io.thalweg.metadata.model;

/** Log index of the election or hand-off that made a partition's leader. */
public record LeaderEpoch(long value) implements Comparable<LeaderEpoch> {

    /** Throws {@code IllegalArgumentException} if {@code value} is negative. */
    public LeaderEpoch {
        Require.atLeast(value, 0, "LeaderEpoch");
    }

    @Override
    public int compareTo(LeaderEpoch other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
