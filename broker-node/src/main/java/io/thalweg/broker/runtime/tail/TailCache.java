package io.thalweg.broker.runtime.tail;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the memory of all partition tails together: above the bound the oldest batches of the node go first, whoever
 * they belong to. Thread-safe.
 */
public final class TailCache {
    private final long bytesPerPartition;
    private final long bytesTotal;
    private final Object lock = new Object();
    // Guarded by lock; in order of arrival, dropped batches included until they reach the head.
    private final ArrayDeque<TailBatch> arrivals = new ArrayDeque<>();
    private long bytes;

    /**
     * @param bytesPerPartition newest bytes of a partition to keep
     * @param bytesTotal bound over all partitions
     */
    public TailCache(long bytesPerPartition, long bytesTotal) {
        if (bytesPerPartition < 1 || bytesTotal < bytesPerPartition) {
            throw new IllegalArgumentException("the tail of one partition must fit into that of all");
        }
        this.bytesPerPartition = bytesPerPartition;
        this.bytesTotal = bytesTotal;
    }

    /** A new, empty tail of one partition. */
    public PartitionTail open() {
        return new PartitionTail(this, bytesPerPartition);
    }

    /** Bytes held now over all tails. */
    public long bytes() {
        synchronized (lock) {
            return bytes;
        }
    }

    void added(TailBatch batch) {
        synchronized (lock) {
            arrivals.addLast(batch);
            bytes += batch.length();
        }
        shrink();
    }

    /** A tail let a batch go. Called once per batch. */
    void dropped(TailBatch batch) {
        synchronized (lock) {
            bytes -= batch.length();
            while (!arrivals.isEmpty() && arrivals.peekFirst().isDropped()) {
                arrivals.removeFirst();
            }
        }
    }

    private void shrink() {
        for (TailBatch oldest = overflow(); oldest != null; oldest = overflow()) {
            oldest.tail().dropThrough(oldest);
        }
    }

    private @Nullable TailBatch overflow() {
        synchronized (lock) {
            return bytes > bytesTotal ? arrivals.peekFirst() : null;
        }
    }
}
