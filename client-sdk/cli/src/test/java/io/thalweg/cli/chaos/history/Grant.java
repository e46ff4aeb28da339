package io.thalweg.cli.chaos.history;

/** A member of the group was told about one of its partitions. */
public record Grant(String member, int partition, Kind kind, long atNanos) {
    /** What it was told. */
    public enum Kind {
        ASSIGNED,
        REVOKED,
        /** Others may own it already. */
        LOST
    }
}
