package io.thalweg.metadata.consensus;

/** What a data folder says of this broker's vote. */
public enum VoterSeat {
    /** It never voted, or its voting never began: it may form the group with others, or join it. */
    EMPTY,
    /** It votes: its Raft folder is there. */
    TAKEN,
    /** It voted, and its Raft folder is gone. It must never vote under that name again. */
    LOST,
    /** It voted until it was removed. */
    LEFT
}
