package io.thalweg.client.internal.runtime.produce;

import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.producer.RecordMetadata;
import io.thalweg.client.internal.batching.CompressionRatio;
import io.thalweg.client.internal.batching.RawRecord;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The batches of one partition that wait to be sent; the last one still fills. Thread-safe: one short lock per queue. */
final class PartitionQueue {
    private final TopicPartition partition;
    private final CompressionRatio compressed;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<ProducerBatch> batches = new ArrayDeque<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private boolean closed;
    private volatile int waiting;

    /** @param compressed what compression makes of the topic's batches; told of those that are sealed */
    PartitionQueue(TopicPartition partition, CompressionRatio compressed) {
        this.partition = partition;
        this.compressed = compressed;
    }

    /** What an append did. */
    enum Appended {
        /** Went into a batch that waits already. */
        JOINED,
        /** Began a batch: the loop must look. */
        BEGAN,
        /** No batch with room, and none was to be begun. */
        NO_ROOM,
        /** The queue takes no more. */
        CLOSED
    }

    TopicPartition partition() {
        return partition;
    }

    /** A batch that was taken from here is sealed. */
    void sealed(ProducerBatch batch) {
        compressed.observe(batch.size(), batch.sealed().length());
    }

    /** Marks the queue for the loop; true if it was not marked. */
    boolean schedule() {
        return !scheduled.get() && scheduled.compareAndSet(false, true);
    }

    void unschedule() {
        scheduled.set(false);
    }

    /**
     * Adds a record to the batch that fills, or begins one.
     *
     * @param mostBytes of records in a batch that begins, however well they compress
     */
    Appended append(
            RawRecord record, CompletableFuture<RecordMetadata> future, int mostBytes, long now, boolean mayBegin) {
        lock.lock();
        try {
            if (closed) {
                return Appended.CLOSED;
            }
            ProducerBatch last = batches.peekLast();
            if (last != null && last.hasRoomFor(record)) {
                last.append(record, future);
                return Appended.JOINED;
            }
            if (!mayBegin) {
                return Appended.NO_ROOM;
            }
            ProducerBatch fresh = new ProducerBatch(compressed.room(mostBytes), now);
            fresh.append(record, future);
            batches.add(fresh);
            waiting = batches.size();
            return Appended.BEGAN;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the oldest batch: a full one, that is one with another behind it, or with {@code partialToo} any. */
    @Nullable
    ProducerBatch take(boolean partialToo) {
        lock.lock();
        try {
            return partialToo || batches.size() > 1 ? poll() : null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ProducerBatch poll() {
        ProducerBatch oldest = batches.poll();
        waiting = batches.size();
        return oldest;
    }

    /** How many batches wait; takes no lock. */
    int waiting() {
        return waiting;
    }

    /** The oldest batch without taking it, or null. */
    @Nullable
    ProducerBatch peek() {
        lock.lock();
        try {
            return batches.peek();
        } finally {
            lock.unlock();
        }
    }

    /** The batches that wait now. */
    List<ProducerBatch> snapshot() {
        lock.lock();
        try {
            return List.copyOf(batches);
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of the producer's memory that the batches here hold. */
    long reservedBytes() {
        lock.lock();
        try {
            return batches.stream().mapToLong(ProducerBatch::reservedBytes).sum();
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return batches.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the oldest batch if it was begun before that time. */
    @Nullable
    ProducerBatch takeOlderThan(long nanos) {
        lock.lock();
        try {
            ProducerBatch oldest = batches.peek();
            return oldest != null && oldest.createdNanos() - nanos < 0 ? poll() : null;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more records; what waits can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
