package io.thalweg.broker.replication.action;

import io.thalweg.broker.record.RecordBatch;

/**
 * A producer's batch for the leader.
 *
 * @param token the caller's name for the request; it comes back in exactly one {@link ReplicaAction.CompleteAppend} or
 *     {@link ReplicaAction.RejectAppend}
 * @param batch validated and writable; the replica stamps it, and it must not change afterwards
 * @param expectedLogEnd the append is refused unless the log ends there; {@link #ANY_LOG_END} for no condition
 * @param deadlineMillis on the clock of the replica's calls; then the answer is {@link Rejection.TimedOut}
 */
public record AppendRequest(long token, RecordBatch batch, Acks acks, long expectedLogEnd, long deadlineMillis) {
    /** No condition on the log end. */
    public static final long ANY_LOG_END = -1;
}
