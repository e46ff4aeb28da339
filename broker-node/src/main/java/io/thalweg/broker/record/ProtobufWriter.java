package io.thalweg.broker.record;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Builds protobuf's wire format in a growing array; the counterpart of {@link ProtobufReader}. */
final class ProtobufWriter {
    private static final int INITIAL_BYTES = 256;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    int size() {
        return size;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    void field(int tag, ByteBuffer value) {
        varint(tag);
        varint(value.remaining());
        ensure(value.remaining());
        int length = value.remaining();
        value.duplicate().get(bytes, size, length);
        size += length;
    }

    void field(int tag, ProtobufWriter message) {
        field(tag, ByteBuffer.wrap(message.bytes, 0, message.size));
    }

    /** A sint64 field; nothing for 0, its default. */
    void zigzagField(int tag, long value) {
        if (value != 0) {
            varint(tag);
            varint((value << 1) ^ (value >> 63));
        }
    }

    private void varint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
