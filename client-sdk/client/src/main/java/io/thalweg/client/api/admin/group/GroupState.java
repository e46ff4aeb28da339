package io.thalweg.client.api.admin.group;

/** What a group is up to. */
public enum GroupState {
    /** Offsets but no members. */
    EMPTY,
    /** Every member has confirmed its assignment. */
    STABLE,
    /** Partitions are on their way between members. */
    ASSIGNING,
    /** A state that this version of the library does not know. */
    UNKNOWN
}
