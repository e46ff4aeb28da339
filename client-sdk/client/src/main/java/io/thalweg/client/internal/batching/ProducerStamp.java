package io.thalweg.client.internal.batching;

/**
 * What makes a batch repeatable: the producer's identity and the sequence of the first record.
 *
 * @param producerId id of the producer, -1 without idempotence
 * @param producerEpoch epoch of that id, -1 without idempotence
 * @param baseSequence sequence of the first record, -1 without idempotence
 */
public record ProducerStamp(long producerId, int producerEpoch, long baseSequence) {
    /** A batch that is not idempotent. */
    public static final ProducerStamp NONE = new ProducerStamp(-1, -1, -1);
}
