package io.thalweg.broker.record;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record outside a batch. Buffers are read from position to limit and never modified.
 *
 * @param key null means no key, which differs from an empty key
 * @param value null means a tombstone, which differs from an empty value
 * @param headers in the producer's order
 * @param createTimeMillis the producer's clock, milliseconds since the epoch
 */
public record PlainRecord(
        @Nullable ByteBuffer key, @Nullable ByteBuffer value, List<RecordHeader> headers, long createTimeMillis) {
    public PlainRecord {
        headers = List.copyOf(headers);
    }

    /** A record without headers; the arrays are not copied. */
    public static PlainRecord of(byte @Nullable [] key, byte @Nullable [] value, long createTimeMillis) {
        return new PlainRecord(
                key == null ? null : ByteBuffer.wrap(key),
                value == null ? null : ByteBuffer.wrap(value),
                List.of(),
                createTimeMillis);
    }
}
