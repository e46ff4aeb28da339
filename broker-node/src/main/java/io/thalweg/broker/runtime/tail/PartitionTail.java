package io.thalweg.broker.runtime.tail;

import io.thalweg.broker.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest batches of one partition. The partition's loop appends and truncates after the store has done so; any
 * thread reads. Holds a contiguous run of offsets, or nothing. Begins with the share of a follower.
 */
public final class PartitionTail {
    private static final TailBatch[] NOTHING = new TailBatch[0];
    private static final int FIRST_CAPACITY = 2;

    private final TailCache cache;
    private final Object lock = new Object();
    // Guarded by lock: a ring of `count` batches from `head`.
    private @Nullable TailBatch[] ring = NOTHING;
    private int head;
    private int count;
    private long bytes;
    private long maxBytes;

    PartitionTail(TailCache cache) {
        this.cache = cache;
        this.maxBytes = cache.share(false);
    }

    /** Adds a batch that was just written at the log end. A gap to what is held forgets the latter. */
    public void append(RecordBatch batch) {
        TailBatch added = new TailBatch(this, batch.baseOffset(), batch.nextOffset(), batch.bytes());
        List<TailBatch> gone = new ArrayList<>(2);
        synchronized (lock) {
            if (count > 0 && at(count - 1).nextOffset() != added.baseOffset()) {
                while (count > 0) {
                    gone.add(removeFirst());
                }
            }
            addLast(added);
            dropExcess(gone);
        }
        gone.forEach(cache::dropped);
        cache.added(added);
    }

    /** Keeps as much as the role needs from now on: followers and consumers read from a leader; from a follower, only its own applier. */
    public void leads(boolean leading) {
        List<TailBatch> gone = new ArrayList<>();
        synchronized (lock) {
            maxBytes = cache.share(leading);
            dropExcess(gone);
        }
        gone.forEach(cache::dropped);
    }

    /** Forgets every batch at or above an offset, which is a batch boundary. */
    public void truncate(long fromOffsetInclusive) {
        List<TailBatch> gone = new ArrayList<>();
        synchronized (lock) {
            while (count > 0 && at(count - 1).nextOffset() > fromOffsetInclusive) {
                gone.add(removeLast());
            }
        }
        gone.forEach(cache::dropped);
    }

    /** Forgets everything. */
    public void clear() {
        truncate(Long.MIN_VALUE);
    }

    /**
     * Whole batches from the one that contains an offset, none reaching above the end; at least one if there is any,
     * then as many as fit.
     *
     * @return null if the batch at {@code fromOffset} is not held
     */
    public @Nullable TailSlice read(long fromOffset, long endOffsetExclusive, int maxBytes) {
        synchronized (lock) {
            if (count == 0
                    || fromOffset < at(0).baseOffset()
                    || fromOffset >= at(count - 1).nextOffset()) {
                return null;
            }
            List<ByteBuffer> batches = new ArrayList<>();
            long nextOffset = fromOffset;
            long taken = 0;
            for (int i = indexOf(fromOffset); i < count; i++) {
                TailBatch batch = at(i);
                boolean fits = batches.isEmpty() || taken + batch.length() <= maxBytes;
                if (!fits || batch.nextOffset() > endOffsetExclusive) {
                    break;
                }
                batches.add(batch.view());
                taken += batch.length();
                nextOffset = batch.nextOffset();
            }
            return new TailSlice(batches, nextOffset);
        }
    }

    /** Makes room: drops the batch, if it is still held, and all older ones. */
    void dropThrough(TailBatch batch) {
        List<TailBatch> gone = new ArrayList<>(2);
        synchronized (lock) {
            while (count > 0 && !batch.isDropped()) {
                gone.add(removeFirst());
            }
        }
        gone.forEach(cache::dropped);
    }

    private void dropExcess(List<TailBatch> gone) {
        while (bytes > maxBytes && count > 1) {
            gone.add(removeFirst());
        }
    }

    private int indexOf(long offset) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle).nextOffset() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private TailBatch at(int index) {
        TailBatch batch = ring[(head + index) & (ring.length - 1)];
        if (batch == null) {
            throw new IllegalStateException("no batch at " + index + " of " + count);
        }
        return batch;
    }

    private void addLast(TailBatch batch) {
        if (count == ring.length) {
            grow();
        }
        ring[(head + count) & (ring.length - 1)] = batch;
        count++;
        bytes += batch.length();
    }

    private TailBatch removeFirst() {
        TailBatch first = at(0);
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        return removed(first);
    }

    private TailBatch removeLast() {
        TailBatch last = at(count - 1);
        ring[(head + count - 1) & (ring.length - 1)] = null;
        return removed(last);
    }

    private TailBatch removed(TailBatch batch) {
        count--;
        bytes -= batch.length();
        batch.drop();
        return batch;
    }

    private void grow() {
        @Nullable TailBatch[] larger = new TailBatch[Math.max(FIRST_CAPACITY, ring.length * 2)];
        int untilWrap = Math.min(count, ring.length - head);
        System.arraycopy(ring, head, larger, 0, untilWrap);
        System.arraycopy(ring, 0, larger, untilWrap, count - untilWrap);
        ring = larger;
        head = 0;
    }
}
