package io.thalweg.metadata.model;

/** Number of a broker, 1 or more, chosen by the operator; 0 means "none" on the wire. */
public record BrokerId(int value) implements Comparable<BrokerId> {

    /** Throws {@code IllegalArgumentException} unless {@code value} is positive. */
    public BrokerId {
        Require.atLeast(value, 1, "BrokerId");
    }

    @Override
    public int compareTo(BrokerId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
