package io.thalweg.client.internal.runtime.produce;

import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.producer.BatchingSettings;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.ProducerRecord;
import io.thalweg.client.api.producer.ProducerSettings;
import io.thalweg.client.api.producer.RecordMetadata;
import io.thalweg.client.api.serde.Serializer;
import io.thalweg.client.internal.batching.RawRecord;
import io.thalweg.client.internal.runtime.cluster.ClientCore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The producer: serializes and queues on the caller's thread, everything else happens on the send loop. */
public final class BackgroundProducer<K, V> implements Producer<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundProducer.class);

    private final ClientCore core;
    private final ProducerSettings<K, V> settings;
    private final MemoryBudget budget;
    private final SendLoop loop;
    private final long maxWaitNanos;
    private final int firstTurn;
    private final Runnable onClosed;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Starts the producer.
     *
     * @param name of its thread
     * @param firstTurn where records without a key begin
     * @param onClosed called once when it is closed
     */
    public BackgroundProducer(
            ClientCore core, ProducerSettings<K, V> settings, String name, int firstTurn, Runnable onClosed) {
        this.core = core;
        this.settings = settings;
        this.budget = new MemoryBudget(settings.batching().bufferMemory(), Pace.LEAST_BYTES);
        this.loop = new SendLoop(core, settings, budget, name);
        this.maxWaitNanos = settings.batching().bufferFull().maxWait().toNanos();
        this.firstTurn = firstTurn;
        this.onClosed = onClosed;
    }

    @Override
    public CompletableFuture<RecordMetadata> send(ProducerRecord<K, V> record) {
        CompletableFuture<RecordMetadata> future = new CompletableFuture<>();
        RawRecord raw;
        try {
            if (closed.get()) {
                throw closedProducer();
            }
            raw = serialize(record);
            reserve(raw);
        } catch (ThalwegException e) {
            core.callbacks().run(() -> future.completeExceptionally(e));
            return future;
        }
        enqueue(record, raw, future);
        return future;
    }

    private void enqueue(ProducerRecord<K, V> record, RawRecord raw, CompletableFuture<RecordMetadata> future) {
        TopicQueue topic = loop.topic(record.topic(), firstTurn);
        long now = core.clocks().nowNanos();
        try {
            PartitionQueue queue = topic.append(new TopicQueue.Waiting(raw, record.partition(), future, now));
            if (queue != null) {
                loop.look(queue);
            }
        } catch (RuntimeException e) {
            budget.release(raw.maxSize());
            ThalwegException cause = ThalwegException.from(e);
            core.callbacks().run(() -> future.completeExceptionally(cause));
        }
    }

    private RawRecord serialize(ProducerRecord<K, V> record) {
        byte[] key = serialize(settings.keySerializer(), record.topic(), record.key(), "key");
        byte[] value = serialize(settings.valueSerializer(), record.topic(), record.value(), "value");
        long time = record.timestamp() == ProducerRecord.NOW ? core.clocks().nowMillis() : record.timestamp();
        return new RawRecord(key, value, record.headers(), time);
    }

    private static <T> byte @Nullable [] serialize(
            Serializer<? super T> serializer, String topic, @Nullable T data, String what) {
        if (data == null) {
            return null;
        }
        try {
            return serializer.serialize(topic, data);
        } catch (RuntimeException e) {
            throw ThalwegException.of(
                    ErrorReason.SERIALIZATION,
                    "cannot serialize the " + what + " of a record for " + topic + ": " + e.getMessage(),
                    Map.of("topic", topic),
                    e);
        }
    }

    private void reserve(RawRecord raw) {
        int size = raw.maxSize();
        long largest = Math.min(BatchingSettings.MAX_BATCH_SIZE, budget.limit());
        if (size > largest) {
            throw ThalwegException.of(
                    ErrorReason.RECORD_TOO_LARGE,
                    "a record of about " + size + " bytes; at most " + largest + " can be sent",
                    Map.of("size", Integer.toString(size), "limit", Long.toString(largest)),
                    null);
        }
        if (budget.reserve(size, maxWaitNanos)) {
            return;
        }
        if (closed.get()) {
            throw closedProducer();
        }
        throw ThalwegException.of(
                ErrorReason.BUFFER_FULL,
                "the producer holds " + budget.used() + " bytes that are not acknowledged yet, of " + budget.limit()
                        + " it may",
                Map.of("limit", Long.toString(budget.limit())),
                null);
    }

    private static ThalwegException closedProducer() {
        return ThalwegException.of(ErrorReason.CLOSED, "the producer is closed");
    }

    @Override
    public RecordMetadata sendAndWait(ProducerRecord<K, V> record) {
        try {
            return send(record).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ThalwegException.of(
                    ErrorReason.TIMED_OUT, "interrupted while waiting for the acknowledgement", Map.of(), e);
        } catch (ExecutionException e) {
            throw ThalwegException.from(e);
        }
    }

    @Override
    public CompletableFuture<Void> flush() {
        return loop.flush();
    }

    @Override
    public void close(Duration timeout) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        budget.close();
        try {
            loop.flush().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("not everything was delivered within {}; the rest fails", timeout);
        }
        loop.stop();
        onClosed.run();
    }

    @Override
    public void close() {
        close(settings.delivery().deliveryTimeout());
    }
}
