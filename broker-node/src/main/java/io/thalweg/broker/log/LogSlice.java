package io.thalweg.broker.log;

import java.nio.ByteBuffer;

/**
 * Whole batches of one log, one after the other in one heap buffer that nobody else writes to.
 *
 * @param baseOffset base offset of the first batch; the wanted offset if there is none
 * @param nextOffset offset after the last batch, where to read on
 * @param batches the bytes, from position to limit; do not modify
 */
public record LogSlice(long baseOffset, long nextOffset, ByteBuffer batches) {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** No batch at this offset. */
    public static LogSlice empty(long offset) {
        return new LogSlice(offset, offset, NOTHING);
    }

    public boolean isEmpty() {
        return !batches.hasRemaining();
    }
}
