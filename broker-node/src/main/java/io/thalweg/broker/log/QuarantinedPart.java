package io.thalweg.broker.log;

import io.thalweg.broker.record.BatchSeed;

/**
 * A part of a log that was copied before it was cut.
 *
 * @param topic name of the topic
 * @param seed topic id and partition
 * @param from offset of its first record
 * @param to offset after its last one
 * @param recoveryEpoch the recovery that made a leader without it
 */
public record QuarantinedPart(String topic, BatchSeed seed, long from, long to, long recoveryEpoch) {
    public QuarantinedPart {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("not 0 <= from < to: " + from + ", " + to);
        }
    }
}
