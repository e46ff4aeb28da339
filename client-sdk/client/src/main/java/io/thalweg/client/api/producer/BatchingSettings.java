package io.thalweg.client.api.producer;

import java.time.Duration;

/**
 * How a producer collects records.
 *
 * @param linger how long a batch waits for more records when the connection is idle; zero sends as soon as possible
 * @param batchSize a batch is full at this many bytes; with compression, by what it made of the batches before
 * @param bufferMemory upper bound on the bytes of records that wait or are on their way; sends that may wait also keep to a
 *     pace, which is less
 * @param bufferFull what to do when that is used up
 * @param compression how batches are compressed
 */
public record BatchingSettings(
        Duration linger, int batchSize, long bufferMemory, BufferFull bufferFull, Compression compression) {
    /** Largest batch that the wire protocol carries. */
    public static final int MAX_BATCH_SIZE = 8 << 20;

    public BatchingSettings {
        if (linger.isNegative()) {
            throw new IllegalArgumentException("linger must not be negative, but is " + linger);
        }
        if (batchSize < 1 || batchSize > MAX_BATCH_SIZE) {
            throw new IllegalArgumentException(
                    "batchSize must be 1 to " + MAX_BATCH_SIZE + " bytes, but is " + batchSize);
        }
        if (bufferMemory < batchSize) {
            throw new IllegalArgumentException("bufferMemory (" + bufferMemory
                    + " bytes) must hold at least one batch (batchSize is " + batchSize + " bytes)");
        }
    }
}
