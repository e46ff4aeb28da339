package io.thalweg.broker.group;

/** How settled a group is. */
public enum GroupState {
    /** Offsets but no members. */
    EMPTY,
    /** Every member has confirmed its assignment. */
    STABLE,
    /** Partitions are on their way between members. */
    ASSIGNING
}
