package io.thalweg.broker.runtime.feed;

import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.broker.runtime.loop.Turn;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The feeds of all streams that followers dialled. Thread-safe; what concerns a stream that is gone is ignored. */
public final class FollowerFeeds {
    private final long laneBytes;
    private final int turnBytes;
    private final BulkThrottle throttle;
    private final Map<PeerStream, StreamFeed> feeds = new ConcurrentHashMap<>();

    /**
     * @param laneBytes the credit that followers grant in all
     * @param turnBytes bound on what a partition sends at a time, but for its first batch
     * @param throttle bounds what goes out on the bulk lanes
     */
    public FollowerFeeds(long laneBytes, int turnBytes, BulkThrottle throttle) {
        this.laneBytes = laneBytes;
        this.turnBytes = turnBytes;
        this.throttle = throttle;
    }

    /** A follower connected; it has granted nothing yet. */
    public void open(PeerStream stream) {
        feeds.put(stream, new StreamFeed(laneBytes, turnBytes));
    }

    public void close(PeerStream stream) {
        feeds.remove(stream);
    }

    /** The partition has something for the follower; {@link #pump} gives it its turn. */
    public void request(FedPartition partition, FeedWish wish) {
        StreamFeed feed = feeds.get(wish.stream());
        if (feed != null) {
            feed.request(partition, wish);
        }
    }

    /** Gives turns to the partitions of a stream while there is credit. */
    public void pump(PeerStream stream, Turn turn) {
        StreamFeed feed = feeds.get(stream);
        if (feed == null) {
            return;
        }
        boolean bulk = stream.lane() == Lane.BULK;
        while (!bulk || throttle.lets(stream, turn.monotonicMillis())) {
            StreamFeed.Granted next = feed.next();
            if (next == null) {
                return;
            }
            if (bulk) {
                throttle.take(next.grant().maxBytes());
            }
            next.partition().feed(turn, next.grant());
        }
    }

    /** Bytes under way on all streams of a lane. */
    public long underWay(Lane lane) {
        long bytes = 0;
        for (Map.Entry<PeerStream, StreamFeed> feed : feeds.entrySet()) {
            bytes += feed.getKey().lane() == lane ? feed.getValue().underWay() : 0;
        }
        return bytes;
    }

    /**
     * A turn is over.
     *
     * @param grant as it was given
     * @param bytes bytes of the batches that were sent, 0 for none
     * @param endOffset offset after the last of them
     */
    public void finish(FeedGrant grant, int slot, long bytes, long endOffset) {
        PeerStream stream = grant.wish().stream();
        if (stream.lane() == Lane.BULK) {
            throttle.take(bytes - grant.maxBytes());
        }
        StreamFeed feed = feeds.get(stream);
        if (feed != null) {
            feed.finish(slot, bytes, endOffset);
        }
    }

    /** The follower has stored the partition's log up to here. */
    public void acked(PeerStream stream, int slot, long logEnd) {
        StreamFeed feed = feeds.get(stream);
        if (feed != null) {
            feed.acked(slot, logEnd);
        }
    }

    /** The partition begins anew on the stream, or sends no more. */
    public void forget(PeerStream stream, int slot) {
        StreamFeed feed = feeds.get(stream);
        if (feed != null) {
            feed.forget(slot);
        }
    }

    /** @return whether partitions waited for this credit, so that {@link #pump} has work */
    public boolean granted(PeerStream stream, long bytes) {
        StreamFeed feed = feeds.get(stream);
        return feed != null && feed.granted(bytes);
    }
}
