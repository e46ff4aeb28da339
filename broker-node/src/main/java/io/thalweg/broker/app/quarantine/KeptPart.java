package io.thalweg.broker.app.quarantine;

import java.nio.file.Path;
import java.util.UUID;

/**
 * A part of a log that its broker copied before it cut it.
 *
 * @param from offset of its first record
 * @param to offset after its last one
 * @param recoveryEpoch leader epoch of the recovery that made a leader without it
 * @param bytes size of its batches
 * @param file its batches, one after the other
 */
public record KeptPart(
        String topic, UUID topicId, int partition, long from, long to, long recoveryEpoch, long bytes, Path file) {}
