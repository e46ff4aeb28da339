package io.thalweg.broker.runtime.feed;

import io.thalweg.broker.runtime.loop.Turn;

/** A led partition that sends batches to followers. */
public interface FedPartition {
    /** Name of the partition on a stream: its uid. */
    int slot();

    /**
     * It is the partition's turn: read what the grant allows and say {@link FollowerFeeds#finish}, now or later.
     *
     * @param turn the turn of the calling loop, which may not be the partition's own
     */
    void feed(Turn turn, FeedGrant grant);
}
