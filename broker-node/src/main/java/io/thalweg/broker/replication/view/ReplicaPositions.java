package io.thalweg.broker.replication.view;

import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.LeaderEpoch;
import org.jspecify.annotations.Nullable;

/**
 * Where a replica stands; immutable, so the runtime may publish it to other threads after each turn.
 *
 * @param leader the leader it knows
 * @param servesLatest whether "latest" may be answered: a leader whose EpochStart is committed and that has not
 *     proposed to hand off its leadership; it needs a lease too
 * @param readable whether consumers may be served up to the high watermark: a leader, or a matched follower
 */
public record ReplicaPositions(
        ReplicaRole role,
        @Nullable BrokerId leader,
        LeaderEpoch leaderEpoch,
        long logStart,
        long highWatermark,
        long logEnd,
        long durableEnd,
        boolean servesLatest,
        boolean readable) {}
