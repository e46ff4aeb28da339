package io.thalweg.client.fake;

import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.internal.batching.BatchSeed;
import io.thalweg.client.internal.batching.FetchedBatch;
import io.thalweg.proto.v1.ErrorReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The log of one partition with its duplicate detection; what every honest broker would keep, on plain lists. Guarded by itself. */
public final class FakePartition {
    /** As many as a broker remembers of a producer. */
    private static final int REMEMBERED_BATCHES = 16;

    private final TopicPartition partition;
    private final BatchSeed seed;
    private final List<byte[]> batches = new ArrayList<>();
    private final Map<Long, ProducerState> producers = new HashMap<>();
    private final List<Runnable> watchers = new ArrayList<>();
    private long logEnd;
    private long logStart;
    private int leader;
    private long leaderEpoch = 1;

    private static final class ProducerState {
        private long nextSequence;
        private final Map<Long, Long> offsets = new LinkedHashMap<>();
    }

    FakePartition(TopicPartition partition, UUID topicId, int leader) {
        this.partition = partition;
        this.seed = new BatchSeed(topicId, partition.partition());
        this.leader = leader;
    }

    public synchronized int leader() {
        return leader;
    }

    synchronized long leaderEpoch() {
        return leaderEpoch;
    }

    void lead(int broker) {
        synchronized (this) {
            leader = broker;
            leaderEpoch++;
        }
        tellWatchers();
    }

    /** Not under the lock: a stream that is told has a lock of its own, and asks for this one while it holds that. */
    private void tellWatchers() {
        List<Runnable> told;
        synchronized (this) {
            told = List.copyOf(watchers);
        }
        told.forEach(Runnable::run);
    }

    public synchronized long logEnd() {
        return logEnd;
    }

    synchronized long logStart() {
        return logStart;
    }

    /** Retention: everything below is gone. */
    public synchronized void trimTo(long offset) {
        logStart = offset;
    }

    /** The leader forgets its producers, as after they expired. */
    public synchronized void forgetProducers() {
        producers.clear();
    }

    synchronized void onChange(Runnable watcher) {
        watchers.add(watcher);
    }

    synchronized void removeWatcher(Runnable watcher) {
        watchers.remove(watcher);
    }

    /** Appends and returns the base offset. */
    long append(byte[] batch) throws Refused {
        long base = store(batch);
        tellWatchers();
        return base;
    }

    private synchronized long store(byte[] batch) throws Refused {
        FetchedBatch read = FetchedBatch.at(batch, 0, batch.length, partition);
        try {
            read.records(seed, partition);
        } catch (RuntimeException e) {
            throw new Refused(ErrorReason.ERROR_REASON_CORRUPT_BATCH, String.valueOf(e.getMessage()));
        }
        if (read.producerId() >= 0) {
            Long known = check(read);
            if (known != null) {
                return known;
            }
        }
        ByteBuffer header = ByteBuffer.wrap(batch);
        header.putLong(8, logEnd).putLong(16, leaderEpoch).putLong(24, 1_700_000_000_000L + logEnd);
        long base = logEnd;
        batches.add(batch);
        logEnd += read.recordCount();
        return base;
    }

    private @Nullable Long check(FetchedBatch batch) throws Refused {
        ProducerState state = producers.computeIfAbsent(batch.producerId(), id -> new ProducerState());
        Long known = state.offsets.get(batch.baseSequence());
        if (known != null) {
            return known;
        }
        if (batch.baseSequence() != state.nextSequence) {
            throw new Refused(
                    ErrorReason.ERROR_REASON_OUT_OF_ORDER_SEQUENCE,
                    "expected " + state.nextSequence + ", got " + batch.baseSequence());
        }
        state.nextSequence += batch.recordCount();
        state.offsets.put(batch.baseSequence(), logEnd);
        if (state.offsets.size() > REMEMBERED_BATCHES) {
            state.offsets.remove(state.offsets.keySet().iterator().next());
        }
        return null;
    }

    /** Damages a byte of the last batch's records. */
    public synchronized void damageLastBatch() {
        byte[] last = batches.get(batches.size() - 1);
        last[last.length - 1] ^= 1;
    }

    /** Whole batches from that offset on, at most {@code maxBytes}, at least one; empty at the end. */
    synchronized byte[] read(long offset, long maxBytes) throws Refused {
        if (offset < logStart || offset > logEnd) {
            throw new Refused(ErrorReason.ERROR_REASON_OFFSET_OUT_OF_RANGE, offset + " is not in the log");
        }
        List<byte[]> chosen = new ArrayList<>();
        int total = 0;
        for (byte[] batch : batches) {
            long next = FetchedBatch.at(batch, 0, batch.length, partition).nextOffset();
            if (next > offset) {
                if (!chosen.isEmpty() && total + batch.length > maxBytes) {
                    break;
                }
                chosen.add(batch);
                total += batch.length;
            }
        }
        ByteBuffer all = ByteBuffer.allocate(total);
        chosen.forEach(all::put);
        return all.array();
    }

    synchronized long nextOffsetOf(byte[] data) {
        int at = 0;
        long next = -1;
        while (at < data.length) {
            FetchedBatch batch = FetchedBatch.at(data, at, data.length, partition);
            next = batch.nextOffset();
            at += batch.length();
        }
        return next;
    }

    public synchronized int batchCount() {
        return batches.size();
    }
}
