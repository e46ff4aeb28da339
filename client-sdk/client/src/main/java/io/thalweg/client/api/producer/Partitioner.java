package io.thalweg.client.api.producer;

import org.jspecify.annotations.Nullable;

/**
 * Chooses the partition of a record that names none. Called by the thread that sends, or by the library's own thread for records sent before the topic
 * is known; it must be thread-safe and must not block.
 */
@FunctionalInterface
public interface Partitioner {
    /** Answer of a partitioner that leaves the choice to the producer, which then fills one partition's batch after the other. */
    int STICKY = -1;

    /**
     * The partition, from 0 to {@code partitions - 1}, or {@link #STICKY}.
     *
     * @param key the serialized key, or null
     * @param partitions how many partitions the topic has
     */
    int partition(String topic, byte @Nullable [] key, int partitions);
}
