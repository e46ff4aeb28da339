package io.thalweg.broker.runtime.tail;

import org.jspecify.annotations.Nullable;

/**
 * Bounds the memory of all partition tails together: above the bound the oldest batches of the node go first, whoever
 * they belong to. Thread-safe.
 */
public final class TailCache {
    /**
     * A follower keeps this part of what a leader does, if it keeps any: what the tables of an internal topic are derived from.
     */
    static final int FOLLOWER_SHARE = 16;

    private final long bytesPerPartition;
    private final long bytesTotal;
    private final Object lock = new Object();
    // Guarded by lock: a list of what is held in order of arrival, linked through the batches, so that any of them can
    // go at once. A quiet partition's batch stays at its head for long and must keep nothing behind it.
    private @Nullable TailBatch oldest;
    private @Nullable TailBatch newest;
    private int batches;
    private long bytes;

    /**
     * @param bytesPerPartition newest bytes to keep of a partition that is led here
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
        return new PartitionTail(this);
    }

    /** Newest bytes that a partition keeps, but for its last batch. */
    long share(boolean leading) {
        return leading ? bytesPerPartition : bytesPerPartition / FOLLOWER_SHARE;
    }

    /** Bytes held now over all tails. */
    public long bytes() {
        synchronized (lock) {
            return bytes;
        }
    }

    /** Batches that are referenced from here. */
    int batches() {
        synchronized (lock) {
            return batches;
        }
    }

    void added(TailBatch batch) {
        synchronized (lock) {
            TailBatch before = newest;
            batch.older = before;
            if (before == null) {
                oldest = batch;
            } else {
                before.newer = batch;
            }
            newest = batch;
            batches++;
            bytes += batch.length();
        }
        shrink();
    }

    /** A tail let a batch go. Called once per batch, after {@code added} has returned for it. */
    void dropped(TailBatch batch) {
        synchronized (lock) {
            TailBatch before = batch.older;
            TailBatch after = batch.newer;
            if (before == null) {
                oldest = after;
            } else {
                before.newer = after;
            }
            if (after == null) {
                newest = before;
            } else {
                after.older = before;
            }
            batch.older = null;
            batch.newer = null;
            batches--;
            bytes -= batch.length();
        }
    }

    private void shrink() {
        for (TailBatch first = overflow(); first != null; first = overflow()) {
            first.tail().dropThrough(first);
        }
    }

    /** The batch to go next, or null; also null while another thread is about to report it as dropped. */
    private @Nullable TailBatch overflow() {
        synchronized (lock) {
            return bytes > bytesTotal && oldest != null && !oldest.isDropped() ? oldest : null;
        }
    }
}
