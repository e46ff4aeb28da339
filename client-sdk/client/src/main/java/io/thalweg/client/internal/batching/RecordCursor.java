package io.thalweg.client.internal.batching;

import io.thalweg.client.api.Header;
import io.thalweg.client.api.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks over the records of one unpacked section, one at a time; what it returns about a record is valid until the next call of {@link #next()}. Not thread-safe. */
public final class RecordCursor {
    private static final int ABSENT = -1;

    private final byte[] data;
    private final ByteBuffer window;
    private final int end;
    private final long baseTime;
    private int position;

    private int keyStart = ABSENT;
    private int keyLength;
    private int valueStart = ABSENT;
    private int valueLength;
    private long createTime;
    private @Nullable List<Header> headers;

    RecordCursor(byte[] data, int start, int end, long baseTime) {
        this.data = data;
        this.window = ByteBuffer.wrap(data);
        this.position = start;
        this.end = end;
        this.baseTime = baseTime;
    }

    /** Moves to the next record; false behind the last one. */
    public boolean next() throws IOException {
        while (position < end) {
            int tag = (int) varint(end);
            if (tag != Wire.FIELD_1_BYTES) {
                skip(tag, end);
                continue;
            }
            int length = length(end);
            readRecord(position + length);
            return true;
        }
        return false;
    }

    private void readRecord(int recordEnd) throws IOException {
        keyStart = ABSENT;
        valueStart = ABSENT;
        headers = null;
        createTime = baseTime;
        while (position < recordEnd) {
            int tag = (int) varint(recordEnd);
            switch (tag) {
                case Wire.FIELD_1_BYTES -> {
                    keyLength = length(recordEnd);
                    keyStart = position;
                    position += keyLength;
                }
                case Wire.FIELD_2_BYTES -> {
                    valueLength = length(recordEnd);
                    valueStart = position;
                    position += valueLength;
                }
                case Wire.FIELD_3_BYTES -> {
                    int length = length(recordEnd);
                    addHeader(position + length);
                }
                case Wire.FIELD_4_VARINT -> createTime = baseTime + Wire.unZigZag(varint(recordEnd));
                default -> skip(tag, recordEnd);
            }
        }
    }

    private void addHeader(int headerEnd) throws IOException {
        String name = "";
        byte[] value = new byte[0];
        while (position < headerEnd) {
            int tag = (int) varint(headerEnd);
            if (tag == Wire.FIELD_1_BYTES) {
                int length = length(headerEnd);
                name = new String(data, position, length, StandardCharsets.UTF_8);
                position += length;
            } else if (tag == Wire.FIELD_2_BYTES) {
                int length = length(headerEnd);
                value = Arrays.copyOfRange(data, position, position + length);
                position += length;
            } else {
                skip(tag, headerEnd);
            }
        }
        if (headers == null) {
            headers = new ArrayList<>();
        }
        headers.add(new Header(name, value));
    }

    private void skip(int tag, int limit) throws IOException {
        switch (tag & 7) {
            case Wire.TYPE_VARINT -> varint(limit);
            case Wire.TYPE_FIXED64 -> position += 8;
            case Wire.TYPE_BYTES -> {
                int length = length(limit);
                position += length;
            }
            case Wire.TYPE_FIXED32 -> position += 4;
            default -> throw new IOException("unknown protobuf wire type in tag " + tag);
        }
        if (position > limit) {
            throw new IOException("a field goes beyond its message");
        }
    }

    private int length(int limit) throws IOException {
        long length = varint(limit);
        if (length < 0 || length > limit - position) {
            throw new IOException("a field of " + length + " bytes goes beyond its message");
        }
        return (int) length;
    }

    private long varint(int limit) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= limit) {
                throw new IOException("a number goes beyond its message");
            }
            byte b = data[position++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IOException("a number of more than ten bytes");
    }

    /** The bytes of the key in a buffer that this cursor reuses, or null if it has none. */
    public @Nullable ByteBuffer key() {
        return keyStart == ABSENT ? null : window.limit(keyStart + keyLength).position(keyStart);
    }

    /** The bytes of the value in a buffer that this cursor reuses, or null if it has none. */
    public @Nullable ByteBuffer value() {
        return valueStart == ABSENT
                ? null
                : window.limit(valueStart + valueLength).position(valueStart);
    }

    public byte @Nullable [] keyBytes() {
        return keyStart == ABSENT ? null : Arrays.copyOfRange(data, keyStart, keyStart + keyLength);
    }

    public byte @Nullable [] valueBytes() {
        return valueStart == ABSENT ? null : Arrays.copyOfRange(data, valueStart, valueStart + valueLength);
    }

    /** Milliseconds since the epoch. */
    public long createTime() {
        return createTime;
    }

    public Headers headers() {
        return headers == null ? Headers.empty() : Headers.of(headers);
    }
}
