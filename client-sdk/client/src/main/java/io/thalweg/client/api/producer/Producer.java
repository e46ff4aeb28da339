package io.thalweg.client.api.producer;

import io.thalweg.client.api.ThalwegException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends records. Thread-safe; share one. Records of one partition are stored in the order of their calls to {@code send}, once each, through retries and
 * changes of the leader.
 */
public interface Producer<K, V> extends AutoCloseable {
    /**
     * Sends a record in the background. Never waits for the cluster; it waits for memory only as the {@link BufferFull} policy says. The future fails
     * with a {@link ThalwegException} and nothing else; {@link ThalwegException#outcomeUnknown()} tells whether the record may be stored all the same.
     * Callbacks run on the library's callback thread: they must not block.
     */
    CompletableFuture<RecordMetadata> send(ProducerRecord<K, V> record);

    /** Sends a record whose key chooses the partition. */
    default CompletableFuture<RecordMetadata> send(String topic, @Nullable K key, @Nullable V value) {
        return send(ProducerRecord.of(topic, key, value));
    }

    /**
     * Sends a record and waits until it is acknowledged, at most the delivery timeout.
     *
     * @throws ThalwegException if it could not be delivered
     */
    RecordMetadata sendAndWait(ProducerRecord<K, V> record);

    /** Sends at once what is waiting for its batch to fill. The future completes when every record sent before the call has succeeded or failed. */
    CompletableFuture<Void> flush();

    /**
     * Delivers what was sent, at most for this long; then fails the rest and frees everything: with {@code CLOSED} what was
     * never sent, with {@code CONNECTION_LOST} what may be stored. Later sends fail. Never throws; calling
     * it again does nothing.
     */
    void close(Duration timeout);

    /** Closes within the delivery timeout. */
    @Override
    void close();
}
