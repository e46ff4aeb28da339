package io.thalweg.client.internal.runtime.produce;

import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.producer.Partitioner;
import io.thalweg.client.api.producer.ProducerRecord;
import io.thalweg.client.api.producer.RecordMetadata;
import io.thalweg.client.internal.batching.CompressionRatio;
import io.thalweg.client.internal.batching.RawRecord;
import io.thalweg.client.internal.routing.TopicRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The queues of one topic. Records that come before the topic is known wait here, in order, and move to their partitions when it is. Thread-safe; once the
 * topic is known, no lock of the topic is taken.
 */
final class TopicQueue {
    private static final int PARTITIONS_COMPARED = 16;

    private final String topic;
    private final Partitioner partitioner;
    private final int mostRoom;
    private final AtomicInteger turn;
    private final Object lock = new Object();
    private List<Waiting> waiting = new ArrayList<>();
    private @Nullable ThalwegException closedFor;
    private volatile PartitionQueue @Nullable [] partitions;
    private final CompressionRatio compressed;
    private volatile int mostBytes;
    private volatile int sticky;

    /** @param mostRoom bytes of records that a batch may hold at best before they are compressed, at least {@code batchSize} */
    TopicQueue(String topic, Partitioner partitioner, int batchSize, int mostRoom, int firstTurn) {
        this.topic = topic;
        this.partitioner = partitioner;
        this.mostRoom = mostRoom;
        this.mostBytes = mostRoom;
        this.compressed = new CompressionRatio(batchSize);
        this.turn = new AtomicInteger(firstTurn);
    }

    /** A record whose topic is not known yet. */
    record Waiting(RawRecord record, int partition, CompletableFuture<RecordMetadata> future, long createdNanos) {}

    String topic() {
        return topic;
    }

    /**
     * Appends a record. Returns the queue if the loop must look at it.
     *
     * @throws ThalwegException if the record cannot go into this topic
     */
    @Nullable
    PartitionQueue append(Waiting entry) {
        PartitionQueue[] known = partitions;
        if (known == null) {
            synchronized (lock) {
                if (closedFor != null) {
                    throw closedFor;
                }
                known = partitions;
                if (known == null) {
                    waiting.add(entry);
                    return null;
                }
            }
        }
        return append(entry, known);
    }

    private @Nullable PartitionQueue append(Waiting entry, PartitionQueue[] known) {
        int chosen = entry.partition;
        if (chosen == ProducerRecord.ANY_PARTITION) {
            chosen = partitioner.partition(topic, entry.record.key(), known.length);
            if (chosen == Partitioner.STICKY) {
                return appendSticky(entry, known);
            }
        }
        if (chosen < 0 || chosen >= known.length) {
            throw outOfRange(chosen, known.length);
        }
        return append(entry, known[chosen], true) == PartitionQueue.Appended.BEGAN ? known[chosen] : null;
    }

    /**
     * Fills the batch of one partition, and goes on with the next partition when that batch is full or gone. Partitions take
     * turns, but one with fewer batches waiting goes first: a slow leader must not fill the memory of the producer. (Kafka's
     * KIP-794 has the idea.)
     */
    private @Nullable PartitionQueue appendSticky(Waiting entry, PartitionQueue[] known) {
        PartitionQueue queue = known[sticky % known.length];
        if (append(entry, queue, false) == PartitionQueue.Appended.JOINED) {
            return null;
        }
        sticky = leastWaiting(known, turn.incrementAndGet());
        queue = known[sticky];
        return append(entry, queue, true) == PartitionQueue.Appended.BEGAN ? queue : null;
    }

    private static int leastWaiting(PartitionQueue[] known, int first) {
        int best = Math.floorMod(first, known.length);
        for (int step = 1; step < Math.min(known.length, PARTITIONS_COMPARED); step++) {
            int next = Math.floorMod(first + step, known.length);
            if (known[next].waiting() < known[best].waiting()) {
                best = next;
            }
        }
        return best;
    }

    private PartitionQueue.Appended append(Waiting entry, PartitionQueue queue, boolean mayBegin) {
        PartitionQueue.Appended outcome =
                queue.append(entry.record, entry.future, mostBytes, entry.createdNanos, mayBegin);
        if (outcome == PartitionQueue.Appended.CLOSED) {
            throw ThalwegException.of(ErrorReason.CLOSED, "the producer is closed");
        }
        return outcome;
    }

    private ThalwegException outOfRange(int partition, int partitions) {
        return ThalwegException.of(
                ErrorReason.PARTITION_OUT_OF_RANGE,
                "there is no partition " + partition + " in topic " + topic + ", which has " + partitions,
                Map.of(
                        "topic", topic,
                        "partition", Integer.toString(partition),
                        "partitions", Integer.toString(partitions)),
                null);
    }

    /** The topic is known now, or has changed. Returns the queues that are new. The records that waited and cannot be placed are handed to {@code refused}. */
    List<PartitionQueue> known(TopicRoute route, Refusal refused) {
        mostBytes = Math.min(mostRoom, route.maxBatchBytes());
        List<PartitionQueue> fresh = new ArrayList<>();
        synchronized (lock) {
            PartitionQueue[] before = partitions;
            int count = before == null ? 0 : before.length;
            if (route.partitions().size() <= count || closedFor != null) {
                return fresh;
            }
            PartitionQueue[] all = new PartitionQueue[route.partitions().size()];
            for (int i = 0; i < all.length; i++) {
                if (before != null && i < count) {
                    all[i] = before[i];
                } else {
                    all[i] = new PartitionQueue(new TopicPartition(topic, i), compressed);
                    fresh.add(all[i]);
                }
            }
            for (Waiting entry : waiting) {
                try {
                    append(entry, all);
                } catch (RuntimeException e) {
                    refused.refuse(entry, ThalwegException.from(e));
                }
            }
            waiting = new ArrayList<>();
            partitions = all;
        }
        return fresh;
    }

    /** Told about records that could not be placed. */
    interface Refusal {
        void refuse(Waiting entry, ThalwegException cause);
    }

    boolean isKnown() {
        return partitions != null;
    }

    /** Futures of the records that wait for the topic. */
    List<CompletableFuture<RecordMetadata>> waitingFutures() {
        synchronized (lock) {
            return waiting.stream().map(Waiting::future).toList();
        }
    }

    /** What the records that wait for the topic hold of the producer's memory, in bytes. */
    long waitingBytes() {
        synchronized (lock) {
            return waiting.stream().mapToLong(entry -> entry.record.maxSize()).sum();
        }
    }

    /** Takes the records that wait for the topic and were sent before that time. */
    List<Waiting> takeOlderThan(long nanos) {
        synchronized (lock) {
            List<Waiting> old = new ArrayList<>();
            List<Waiting> young = new ArrayList<>();
            waiting.forEach(entry -> (entry.createdNanos - nanos < 0 ? old : young).add(entry));
            waiting = young;
            return old;
        }
    }

    /** Takes no more records; returns those that wait for the topic. */
    List<Waiting> close(ThalwegException cause) {
        synchronized (lock) {
            closedFor = cause;
            List<Waiting> left = waiting;
            waiting = new ArrayList<>();
            return left;
        }
    }
}
