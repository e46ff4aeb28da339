package io.thalweg.broker.record;

import java.nio.ByteBuffer;

/**
 * Walks protobuf's wire format in a buffer: enough for record sections, without an object per field. Every method
 * throws {@link MalformedBatchException} instead of reading past the end.
 */
final class ProtobufReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private final ByteBuffer bytes;
    private final int limit;
    private int position;

    ProtobufReader(ByteBuffer bytes) {
        this.bytes = bytes;
        this.position = bytes.position();
        this.limit = bytes.limit();
    }

    boolean hasNext() {
        return position < limit;
    }

    /** Whether the message that ends there has more fields. */
    boolean before(int end) {
        if (position > end) {
            throw new MalformedBatchException("a field reaches over the end of its message");
        }
        return position < end;
    }

    int tag() {
        long tag = varint();
        if (tag <= 7 || tag > 0xFFFFFFFFL) {
            throw new MalformedBatchException("tag " + tag);
        }
        return (int) tag;
    }

    /** Reads the length of an embedded message and gives where it ends. */
    int enter() {
        long length = varint();
        if (length < 0 || length > limit - position) {
            throw new MalformedBatchException("a field of " + length + " bytes, " + (limit - position) + " left");
        }
        return position + (int) length;
    }

    /** A view of a length-delimited field. */
    ByteBuffer slice() {
        int end = enter();
        ByteBuffer slice = bytes.slice(position, end - position);
        position = end;
        return slice;
    }

    long zigzag() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    void skip(int tag) {
        switch (tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> advance(8);
            case LENGTH -> position = enter();
            case FIXED32 -> advance(4);
            default -> throw new MalformedBatchException("wire type " + (tag & 7));
        }
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= limit) {
                throw new MalformedBatchException("a number is cut off");
            }
            byte next = bytes.get(position++);
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedBatchException("a number is longer than ten bytes");
    }

    private void advance(int count) {
        if (count > limit - position) {
            throw new MalformedBatchException("a field is cut off");
        }
        position += count;
    }
}
