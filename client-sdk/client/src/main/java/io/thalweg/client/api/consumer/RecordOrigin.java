package io.thalweg.client.api.consumer;

import io.thalweg.client.api.TopicPartition;

/**
 * What all records of one batch have in common.
 *
 * @param topicPartition the partition
 * @param leaderEpoch epoch of the leader that appended the batch
 * @param appendTimestamp when the leader appended it, in milliseconds since the epoch, by the leader's clock
 */
public record RecordOrigin(TopicPartition topicPartition, long leaderEpoch, long appendTimestamp) {}
