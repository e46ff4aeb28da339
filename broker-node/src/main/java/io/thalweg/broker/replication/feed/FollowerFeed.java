package io.thalweg.broker.replication.feed;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The leader's side of one replication stream: the credits that the follower granted and the partitions that want to
 * send. Partitions take turns; one partition may have at most a quarter of the lane under way, from its turn until the
 * follower acknowledges it. Nothing is sent without credit, but a turn may end with one batch larger than its share, so
 * credit may go below zero by less than a batch.
 *
 * <p>Use: {@link #request} for each FeedFollower action, then {@link #next} until null. For each turn read batches, give
 * them to the replica's {@code onFeedRead}, say {@link #sent} if a Data came out of it, and then {@link #ended} in any
 * case. {@link #acked} with each Ack; {@link #granted} with each Credit; {@link #forget} with each Matched, Diverged,
 * Reset or Move that is sent. After any of these {@link #next} may have more.
 *
 * <p>Not thread-safe: the stream that owns it serialises the calls.
 */
public final class FollowerFeed {
    private static final int SHARES = 4;

    private final int turnBytes;
    private final long shareBytes;
    private long credit;
    private long reserved;
    private final Set<Integer> waiting = new LinkedHashSet<>();
    private final Map<Integer, Long> turns = new HashMap<>();
    private final Map<Integer, SlotTraffic> traffic = new HashMap<>();

    /**
     * @param laneBytes the window that followers grant in all
     * @param turnBytes bound on the bytes of one turn
     */
    public FollowerFeed(long laneBytes, int turnBytes) {
        this.turnBytes = turnBytes;
        this.shareBytes = Math.max(1, laneBytes / SHARES);
    }

    /** The follower grants this many bytes more. */
    public void granted(long bytes) {
        credit += bytes;
    }

    /** The partition has something to send. Asking twice is asking once. */
    public void request(int slot) {
        waiting.add(slot);
    }

    /** Whose turn it is; null if nobody waits, or those who wait lack credit. A partition has one turn at a time. */
    public @Nullable FeedTurn next() {
        long available = credit - reserved;
        if (available <= 0) {
            return null;
        }
        Iterator<Integer> slots = waiting.iterator();
        while (slots.hasNext()) {
            int slot = slots.next();
            long share = shareBytes - underWay(slot);
            if (share > 0 && !turns.containsKey(slot)) {
                slots.remove();
                long bytes = Math.min(Math.min(share, available), turnBytes);
                turns.put(slot, bytes);
                reserved += bytes;
                return new FeedTurn(slot, (int) bytes);
            }
        }
        return null;
    }

    /** A Data of this many batch bytes, whose last batch ends at {@code endOffset}, goes out. */
    public void sent(int slot, long bytes, long endOffset) {
        credit -= bytes;
        traffic.computeIfAbsent(slot, unused -> new SlotTraffic()).sent(bytes, endOffset);
    }

    /** The partition's turn is over, with or without a Data. */
    public void ended(int slot) {
        Long bytes = turns.remove(slot);
        reserved -= bytes == null ? 0 : bytes;
    }

    /** The follower has stored the partition's log up to {@code logEnd}. */
    public void acked(int slot, long logEnd) {
        SlotTraffic slotTraffic = traffic.get(slot);
        if (slotTraffic != null && slotTraffic.acked(logEnd)) {
            traffic.remove(slot);
        }
    }

    /** The partition no longer sends on this stream, or begins anew: nothing of it is under way or wanted. */
    public void forget(int slot) {
        waiting.remove(slot);
        traffic.remove(slot);
        ended(slot);
    }

    /** Bytes that may be sent at the moment; zero or less for none. */
    public long credit() {
        return credit;
    }

    private long underWay(int slot) {
        SlotTraffic slotTraffic = traffic.get(slot);
        return slotTraffic == null ? 0 : slotTraffic.bytes;
    }

    /** What one partition sent and the follower has not acknowledged. */
    private static final class SlotTraffic {
        private final ArrayDeque<Sent> messages = new ArrayDeque<>();
        private long bytes;

        void sent(long size, long endOffset) {
            messages.add(new Sent(size, endOffset));
            bytes += size;
        }

        /** Returns whether nothing is under way any more. */
        boolean acked(long logEnd) {
            Sent oldest = messages.peek();
            while (oldest != null && oldest.endOffset <= logEnd) {
                bytes -= oldest.bytes;
                messages.remove();
                oldest = messages.peek();
            }
            return messages.isEmpty();
        }
    }

    private record Sent(long bytes, long endOffset) {}
}
