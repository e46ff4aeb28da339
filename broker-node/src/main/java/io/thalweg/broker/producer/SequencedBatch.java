package io.thalweg.broker.producer;

import io.thalweg.broker.record.RecordBatch;

/**
 * What is remembered of an appended batch of an idempotent producer.
 *
 * @param appendTimeMillis the leader's clock at the append
 */
public record SequencedBatch(
        int producerEpoch,
        long firstSequence,
        long lastSequence,
        long baseOffset,
        long leaderEpoch,
        long appendTimeMillis) {

    static SequencedBatch of(RecordBatch batch) {
        return new SequencedBatch(
                batch.producerEpoch(),
                batch.baseSequence(),
                batch.lastSequence(),
                batch.baseOffset(),
                batch.leaderEpoch(),
                batch.appendTimeMillis());
    }

    /** Offset after the batch's last record. */
    public long nextOffset() {
        return baseOffset + lastSequence - firstSequence + 1;
    }

    boolean sameSequences(RecordBatch batch) {
        return producerEpoch == batch.producerEpoch()
                && firstSequence == batch.baseSequence()
                && lastSequence == batch.lastSequence();
    }
}
