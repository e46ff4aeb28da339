package io.thalweg.client.internal.batching;

/** Protobuf's variable-length numbers and tags, on plain arrays. */
final class Wire {
    /** {@code RecordSet.records}, {@code Record.key} and {@code RecordHeader.name}: field 1, length-delimited. */
    static final int FIELD_1_BYTES = 0x0a;
    /** {@code Record.value} and {@code RecordHeader.value}: field 2, length-delimited. */
    static final int FIELD_2_BYTES = 0x12;
    /** {@code Record.headers}: field 3, length-delimited. */
    static final int FIELD_3_BYTES = 0x1a;
    /** {@code Record.create_time_delta_millis}: field 4, varint. */
    static final int FIELD_4_VARINT = 0x20;

    static final int TYPE_VARINT = 0;
    static final int TYPE_FIXED64 = 1;
    static final int TYPE_BYTES = 2;
    static final int TYPE_FIXED32 = 5;

    private Wire() {}

    static int varintSize(long value) {
        return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
    }

    /** Size of a length-delimited field with a one-byte tag. */
    static int bytesFieldSize(int length) {
        return 1 + varintSize(length) + length;
    }

    static long zigZag(long value) {
        return value << 1 ^ value >> 63;
    }

    static long unZigZag(long value) {
        return value >>> 1 ^ -(value & 1);
    }

    /** Writes and returns the position behind. */
    static int putVarint(byte[] to, int position, long value) {
        int at = position;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            to[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        to[at++] = (byte) rest;
        return at;
    }

    static int putBytesField(byte[] to, int position, int tag, byte[] value) {
        to[position] = (byte) tag;
        int at = putVarint(to, position + 1, value.length);
        System.arraycopy(value, 0, to, at, value.length);
        return at + value.length;
    }
}
