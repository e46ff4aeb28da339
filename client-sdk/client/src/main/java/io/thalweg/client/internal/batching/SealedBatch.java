package io.thalweg.client.internal.batching;

/** A complete batch: the first {@code length} bytes of an array that nobody changes any more while it is being sent. */
public final class SealedBatch {
    private final byte[] bytes;
    private final int length;

    SealedBatch(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }
}
