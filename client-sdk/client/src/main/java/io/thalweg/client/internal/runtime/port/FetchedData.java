package io.thalweg.client.internal.runtime.port;

/** Whole batches that a broker pushed: {@code length} bytes of an array that belongs to the receiver now. */
public final class FetchedData {
    private final int subscription;
    private final long highWatermark;
    private final byte[] bytes;
    private final int offset;
    private final int length;

    public FetchedData(int subscription, long highWatermark, byte[] bytes, int offset, int length) {
        this.subscription = subscription;
        this.highWatermark = highWatermark;
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    public int subscription() {
        return subscription;
    }

    public long highWatermark() {
        return highWatermark;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    public int end() {
        return offset + length;
    }

    public int length() {
        return length;
    }
}
