package io.thalweg.client.api.producer;

import io.thalweg.client.api.Headers;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record to send.
 *
 * @param topic name of the topic
 * @param partition the partition, or {@link #ANY_PARTITION} to let the partitioner choose
 * @param key the key, or null for none
 * @param value the value, or null for a tombstone
 * @param headers the headers
 * @param timestamp create time in milliseconds since the epoch, or {@link #NOW}
 */
public record ProducerRecord<K, V>(
        String topic,
        int partition,
        @Nullable K key,
        @Nullable V value,
        Headers headers,
        long timestamp) {
    /** Lets the partitioner choose. */
    public static final int ANY_PARTITION = -1;
    /** Takes the time of the call to {@code send}. */
    public static final long NOW = -1;

    public ProducerRecord {
        if (topic.isEmpty()) {
            throw new IllegalArgumentException("the topic of a record must not be empty");
        }
        if (partition < ANY_PARTITION) {
            throw new IllegalArgumentException("partition must not be negative, but is " + partition);
        }
    }

    /** A record without a key. */
    public static <K, V> ProducerRecord<K, V> of(String topic, @Nullable V value) {
        return new ProducerRecord<>(topic, ANY_PARTITION, null, value, Headers.empty(), NOW);
    }

    /** A record whose key chooses the partition. */
    public static <K, V> ProducerRecord<K, V> of(String topic, @Nullable K key, @Nullable V value) {
        return new ProducerRecord<>(topic, ANY_PARTITION, key, value, Headers.empty(), NOW);
    }

    /** This record for that partition. */
    public ProducerRecord<K, V> toPartition(int index) {
        return new ProducerRecord<>(topic, index, key, value, headers, timestamp);
    }

    /** This record with one more header, its value as UTF-8. */
    public ProducerRecord<K, V> header(String name, String text) {
        return new ProducerRecord<>(topic, partition, key, value, headers.with(name, text), timestamp);
    }

    /** This record with these headers instead. */
    public ProducerRecord<K, V> headers(Headers others) {
        return new ProducerRecord<>(topic, partition, key, value, others, timestamp);
    }

    /** This record with that create time. */
    public ProducerRecord<K, V> createdAt(Instant time) {
        return new ProducerRecord<>(topic, partition, key, value, headers, time.toEpochMilli());
    }
}
