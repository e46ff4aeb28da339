package io.thalweg.client.internal.runtime.port;

import java.util.UUID;

/**
 * Begin to push a partition.
 *
 * @param subscription unique in the life of the stream
 * @param topicId the topic
 * @param partition the partition
 * @param offset the first offset wanted
 * @param positionEpoch leader epoch of the record before it, -1 if unknown
 */
public record OpenCommand(int subscription, UUID topicId, int partition, long offset, long positionEpoch) {}
