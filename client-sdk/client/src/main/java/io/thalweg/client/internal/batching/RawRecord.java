package io.thalweg.client.internal.batching;

import io.thalweg.client.api.Headers;
import org.jspecify.annotations.Nullable;

/** A serialized record on its way into a batch. The arrays are not copied. */
public final class RawRecord {
    /** Upper bound on what a record adds to its fields: tags, lengths and the create time. */
    private static final int MAX_OVERHEAD = 28;

    private final byte @Nullable [] key;
    private final byte @Nullable [] value;
    private final byte[] headers;
    private final long createTime;

    public RawRecord(byte @Nullable [] key, byte @Nullable [] value, Headers headers, long createTime) {
        this.key = key;
        this.value = value;
        this.headers = EncodedHeaders.encode(headers);
        this.createTime = createTime;
    }

    public byte @Nullable [] key() {
        return key;
    }

    public byte @Nullable [] value() {
        return value;
    }

    /** The headers in wire form. */
    byte[] headers() {
        return headers;
    }

    /** Milliseconds since the epoch. */
    public long createTime() {
        return createTime;
    }

    /** Upper bound on the bytes that the record takes in a batch. */
    public int maxSize() {
        long size = (long) length(key) + length(value) + headers.length + MAX_OVERHEAD;
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
