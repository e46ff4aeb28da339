package io.thalweg.broker.runtime.feed;

import io.thalweg.broker.replication.feed.FeedTurn;
import io.thalweg.broker.replication.feed.FollowerFeed;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pacing of one stream, for many threads. Credit is set aside from a partition's turn until it is finished. */
final class StreamFeed {
    private final FollowerFeed feed;
    private final long laneBytes;
    // Guarded by this.
    private final Map<Integer, Wanted> wanted = new HashMap<>();
    private long granted;

    /** A partition's turn. */
    record Granted(FedPartition partition, FeedGrant grant) {}

    private record Wanted(FedPartition partition, FeedWish wish) {}

    StreamFeed(long laneBytes, int turnBytes) {
        this.laneBytes = laneBytes;
        this.feed = new FollowerFeed(laneBytes, turnBytes);
    }

    synchronized void request(FedPartition partition, FeedWish wish) {
        wanted.put(partition.slot(), new Wanted(partition, wish));
        feed.request(partition.slot());
    }

    synchronized @Nullable Granted next() {
        for (FeedTurn turn = feed.next(); turn != null; turn = feed.next()) {
            Wanted next = wanted.remove(turn.slot());
            if (next != null) {
                return new Granted(next.partition(), new FeedGrant(next.wish(), turn.maxBytes()));
            }
            feed.ended(turn.slot());
        }
        return null;
    }

    synchronized void finish(int slot, long bytes, long endOffset) {
        if (bytes > 0) {
            feed.sent(slot, bytes, endOffset);
        }
        feed.ended(slot);
    }

    synchronized void acked(int slot, long logEnd) {
        feed.acked(slot, logEnd);
    }

    synchronized void forget(int slot) {
        wanted.remove(slot);
        feed.forget(slot);
    }

    /** @return whether somebody waits for credit */
    synchronized boolean granted(long bytes) {
        granted += bytes;
        feed.granted(bytes);
        return !wanted.isEmpty();
    }

    /** Bytes of batches that were sent and that the follower has not stored yet, to within an eighth of the lane. */
    synchronized long underWay() {
        return Math.max(0, Math.min(granted, laneBytes) - feed.credit());
    }
}
