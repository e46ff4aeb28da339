package io.thalweg.client.api.consumer;

/**
 * How a consumer reads.
 *
 * @param maxPollRecords upper bound on the records of one poll
 * @param bufferMemory upper bound on the compressed bytes that were fetched ahead of the polls
 * @param reset where to start without an offset
 */
public record FetchSettings(int maxPollRecords, long bufferMemory, OffsetReset reset) {
    public FetchSettings {
        if (maxPollRecords < 1) {
            throw new IllegalArgumentException("maxPollRecords must be positive, but is " + maxPollRecords);
        }
        if (bufferMemory < 1 << 16) {
            throw new IllegalArgumentException("bufferMemory must be at least 64 KiB, but is " + bufferMemory);
        }
    }
}
