package io.thalweg.broker.runtime.feed;

import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.metadata.model.LeaderEpoch;

/** A follower at the other end of {@code stream} wants the batches from {@code fromOffset}, of a leader at this epoch. */
public record FeedWish(PeerStream stream, LeaderEpoch leaderEpoch, long fromOffset) {}
