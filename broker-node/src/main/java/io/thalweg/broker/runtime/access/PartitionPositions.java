package io.thalweg.broker.runtime.access;

import io.thalweg.metadata.model.PartitionId;

/**
 * Where one replica stands; {@code logStart <= highWatermark <= logEnd} and {@code durableEnd <= logEnd}.
 *
 * @param partition which
 * @param leading whether this broker leads it
 * @param leaderEpoch the epoch it leads or follows in
 * @param logStart first offset that is kept
 * @param highWatermark everything below is committed
 * @param durableEnd everything below survives what the durability mode promises
 * @param logEnd offset that the next record gets
 * @param epochCommitted on the leader: whether its own first record is committed, and it gives its leadership to nobody
 * @param leased on the leader: whether nobody else led when these positions were looked at; with {@code epochCommitted},
 *     "latest" is trustworthy
 */
public record PartitionPositions(
        PartitionId partition,
        boolean leading,
        long leaderEpoch,
        long logStart,
        long highWatermark,
        long durableEnd,
        long logEnd,
        boolean epochCommitted,
        boolean leased) {}
