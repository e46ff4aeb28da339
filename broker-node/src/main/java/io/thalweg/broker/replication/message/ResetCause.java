package io.thalweg.broker.replication.message;

/** Why a leader does not serve a follower; the names are those of replication.proto. */
public enum ResetCause {
    /** The receiver does not lead the partition. */
    NOT_LEADER,
    /** The follow names an older leader epoch than the leader's. */
    OLD_EPOCH,
    /** The leader's image is older than the follower's: follow again in a moment. */
    WAIT_FOR_IMAGE,
    /** The follower ends below the leader's log start: drop everything and begin there. */
    BELOW_LOG_START,
    /** The leader cannot serve the follower because of a fault of either; follow again in a moment. */
    FAULT
}
