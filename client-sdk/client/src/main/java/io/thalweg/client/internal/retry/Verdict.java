package io.thalweg.client.internal.retry;

import io.thalweg.client.api.ErrorReason;

/** What to do after an error. */
public enum Verdict {
    /** Ask another broker: this one is not, or no longer, the right one. */
    ELSEWHERE,
    /** Ask the same broker again after a pause. */
    AGAIN,
    /** The sequence of an idempotent batch is not the next one. */
    SEQUENCE,
    /** Give up. */
    GIVE_UP;

    /** The rule for requests of any kind. */
    public static Verdict of(ErrorReason reason) {
        return switch (reason) {
            case NOT_LEADER,
                    STALE_LEADER_EPOCH,
                    NOT_COORDINATOR,
                    LEADERSHIP_LOST,
                    BROKER_NOT_READY,
                    STALE_BROKER_EPOCH,
                    LEASE_EXPIRED,
                    NOT_METADATA_LEADER,
                    UNREACHABLE,
                    CONNECTION_LOST -> ELSEWHERE;
            case NOT_ENOUGH_REPLICAS,
                    OVERLOADED,
                    DISK_FULL,
                    NO_METADATA_QUORUM,
                    STALE_VERSION,
                    TIMED_OUT,
                    OFFSET_NOT_YET_AVAILABLE -> AGAIN;
            case OUT_OF_ORDER_SEQUENCE -> SEQUENCE;
            default -> GIVE_UP;
        };
    }
}
