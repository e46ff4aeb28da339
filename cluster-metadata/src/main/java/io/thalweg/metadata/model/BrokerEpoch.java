package io.thalweg.metadata.model;

/** Log index of a broker's registration. One number line with leader epochs and versions. */
public record BrokerEpoch(long value) implements Comparable<BrokerEpoch> {
    /** Equals no registered epoch, so a holder entry that carries it is a suspect. */
    public static final BrokerEpoch NONE = new BrokerEpoch(0);

    /** Throws {@code IllegalArgumentException} if {@code value} is negative. */
    public BrokerEpoch {
        Require.atLeast(value, 0, "BrokerEpoch");
    }

    @Override
    public int compareTo(BrokerEpoch other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
