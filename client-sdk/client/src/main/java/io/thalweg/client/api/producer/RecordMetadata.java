package io.thalweg.client.api.producer;

import io.thalweg.client.api.TopicPartition;

/**
 * Where a record went.
 *
 * @param topicPartition the partition
 * @param offset the offset, or -1 if it is not known: with {@link Acks#NONE}, or for a repeat of a batch that the broker has long since stored
 * @param timestamp create time of the record in milliseconds since the epoch
 */
public record RecordMetadata(TopicPartition topicPartition, long offset, long timestamp) {
    public String topic() {
        return topicPartition.topic();
    }

    public int partition() {
        return topicPartition.partition();
    }

    public boolean hasOffset() {
        return offset >= 0;
    }
}
