package io.thalweg.broker.replication.action;

/** What a replica is at the moment. */
public enum ReplicaRole {
    /** Neither: no leader is known, or this broker may not lead yet. */
    IDLE,
    /** Copies from the leader, or tries to. */
    FOLLOWER,
    /** Leads, but its EpochStart is not committed: it takes writes and does not yet answer "latest". */
    LEADER_STARTING,
    /** Leads, and everything committed in earlier epochs is below its high watermark. */
    LEADER,
    /** Holds damaged bytes and waits until it may copy the log anew. */
    DAMAGED,
    /** Stopped by a fault. */
    STOPPED;

    /** Whether it takes writes. */
    public boolean leads() {
        return this == LEADER || this == LEADER_STARTING;
    }
}
