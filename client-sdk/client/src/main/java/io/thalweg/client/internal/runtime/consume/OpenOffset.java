package io.thalweg.client.internal.runtime.consume;

import java.util.UUID;

/**
 * Where a fetch goes on.
 *
 * @param topicId the topic
 * @param partition the partition
 * @param offset the next offset wanted
 * @param positionEpoch leader epoch of the record before it, -1 if unknown
 */
record OpenOffset(UUID topicId, int partition, long offset, long positionEpoch) {}
