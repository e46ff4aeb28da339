package io.thalweg.client.internal.runtime.produce;

import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.producer.RecordMetadata;
import io.thalweg.client.internal.batching.BatchEncoder;
import io.thalweg.client.internal.batching.BatchSeed;
import io.thalweg.client.internal.batching.Codec;
import io.thalweg.client.internal.batching.ProducerStamp;
import io.thalweg.client.internal.batching.RawRecord;
import io.thalweg.client.internal.batching.SealedBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A batch with the futures of its records. While it fills it is guarded by the lock of its queue; once taken from there it belongs to the send loop.
 */
final class ProducerBatch {
    private final BatchEncoder encoder;
    private final List<CompletableFuture<RecordMetadata>> futures = new ArrayList<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final long createdNanos;
    private long[] createTimes = new long[16];
    private long reservedBytes;
    private long startedNanos;

    private @Nullable SealedBatch sealed;
    private ProducerStamp stamp = ProducerStamp.NONE;
    private long attempt = -1;
    private boolean maybeStored;

    ProducerBatch(int limit, long createdNanos) {
        this.encoder = new BatchEncoder(limit);
        this.createdNanos = createdNanos;
        this.startedNanos = createdNanos;
    }

    boolean hasRoomFor(RawRecord record) {
        return encoder.hasRoomFor(record);
    }

    void append(RawRecord record, CompletableFuture<RecordMetadata> future) {
        int index = encoder.count();
        if (index == createTimes.length) {
            createTimes = Arrays.copyOf(createTimes, index * 2);
        }
        createTimes[index] = record.createTime();
        encoder.append(record);
        futures.add(future);
        reservedBytes += record.maxSize();
    }

    int count() {
        return encoder.count();
    }

    /** Bytes before compression. */
    int size() {
        return encoder.size();
    }

    /** What the batch took from the memory budget. */
    long reservedBytes() {
        return reservedBytes;
    }

    long createdNanos() {
        return createdNanos;
    }

    /** From when on brokers are to blame for the time that it takes. */
    long startedNanos() {
        return startedNanos;
    }

    /** Until now it waited for others of this producer. */
    void waitedUntil(long nanos) {
        startedNanos = nanos;
    }

    /** Completes the bytes; again only if no earlier attempt may have been stored. */
    void seal(Codec codec, BatchSeed seed, ProducerStamp with) {
        stamp = with;
        sealed = encoder.seal(codec, seed, with);
    }

    SealedBatch sealed() {
        SealedBatch bytes = sealed;
        if (bytes == null) {
            throw new IllegalStateException("the batch is not sealed");
        }
        return bytes;
    }

    ProducerStamp stamp() {
        return stamp;
    }

    /** An answer to this attempt is awaited. */
    void sent(long correlationId) {
        attempt = correlationId;
    }

    /** No answer is awaited any more. */
    void unsent(boolean outcomeUnknown) {
        attempt = -1;
        maybeStored |= outcomeUnknown;
    }

    boolean isSent() {
        return attempt >= 0;
    }

    long attempt() {
        return attempt;
    }

    /** Some attempt ended without saying whether the batch was stored. */
    boolean maybeStored() {
        return maybeStored;
    }

    /** Completes after the futures of all records, however they ended. */
    CompletableFuture<Void> done() {
        return done;
    }

    void succeed(TopicPartition partition, long baseOffset) {
        for (int i = 0; i < futures.size(); i++) {
            long offset = baseOffset < 0 ? -1 : baseOffset + i;
            futures.get(i).complete(new RecordMetadata(partition, offset, createTimes[i]));
        }
        done.complete(null);
    }

    void fail(ThalwegException cause) {
        futures.forEach(future -> future.completeExceptionally(cause));
        done.complete(null);
    }
}
