package io.thalweg.broker.replication;

import io.thalweg.broker.replication.message.Lane;

/**
 * On which lane a follower is fed: by the bytes that it lacks. It changes the lane at two distances, so that it does not
 * move to and fro; and between two Follows the distance only grows, so that two moves in a row never undo each other.
 */
final class LaneChoice {
    private final ReplicaLog log;
    private final long nearBytes;
    private final long farBytes;

    LaneChoice(ReplicaLog log, ReplicationSettings settings) {
        this.log = log;
        this.nearBytes = settings.nearBytes();
        this.farBytes = settings.farBytes();
    }

    /** The lane for a follower that is on {@code now} and gets its next batch from an offset. */
    Lane of(Lane now, long nextOffset) {
        long missing = log.bytesFrom(nextOffset);
        return switch (now) {
            case HOT -> missing > farBytes ? Lane.BULK : Lane.HOT;
            case BULK -> missing <= nearBytes ? Lane.HOT : Lane.BULK;
        };
    }
}
