package io.thalweg.client.api.consumer;

import io.thalweg.client.api.Headers;
import io.thalweg.client.api.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A committed record.
 *
 * @param origin what it shares with the records of its batch
 * @param offset its offset in the partition
 * @param timestamp create time in milliseconds since the epoch, by the producer's clock
 * @param key the key, or null if it has none
 * @param value the value, or null for a tombstone
 * @param headers the headers
 */
public record ConsumerRecord<K, V>(
        RecordOrigin origin,
        long offset,
        long timestamp,
        @Nullable K key,
        @Nullable V value,
        Headers headers) {
    public TopicPartition topicPartition() {
        return origin.topicPartition();
    }

    public String topic() {
        return origin.topicPartition().topic();
    }

    public int partition() {
        return origin.topicPartition().partition();
    }

    /** When the leader appended it, in milliseconds since the epoch, by the leader's clock. */
    public long appendTimestamp() {
        return origin.appendTimestamp();
    }

    public long leaderEpoch() {
        return origin.leaderEpoch();
    }
}
