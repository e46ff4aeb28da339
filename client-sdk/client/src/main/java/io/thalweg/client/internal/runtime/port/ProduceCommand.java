package io.thalweg.client.internal.runtime.port;

import io.thalweg.client.api.producer.Acks;
import io.thalweg.client.internal.batching.SealedBatch;
import java.util.UUID;

/**
 * One append.
 *
 * @param correlationId echoed in the answer
 * @param topicId the topic
 * @param partition the partition
 * @param acks what to wait for
 * @param timeoutMillis the broker answers within this time
 * @param batch the bytes
 */
public record ProduceCommand(
        long correlationId, UUID topicId, int partition, Acks acks, int timeoutMillis, SealedBatch batch) {}
