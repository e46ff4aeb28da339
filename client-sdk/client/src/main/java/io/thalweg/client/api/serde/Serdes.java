package io.thalweg.client.api.serde;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The formats that need no further library. All are thread-safe and have no state. */
public final class Serdes {
    private static final Serde<String> STRING =
            Serde.of((topic, text) -> text.getBytes(StandardCharsets.UTF_8), (topic, data) -> readText(data));
    private static final Serde<byte[]> BYTES = Serde.of((topic, bytes) -> bytes, (topic, data) -> readBytes(data));
    private static final Serde<ByteBuffer> BYTE_BUFFER = Serde.of(
            (topic, buffer) -> readBytes(buffer.duplicate()), (topic, data) -> ByteBuffer.wrap(readBytes(data)));
    private static final Serde<Long> LONG = Serde.of(
            (topic, value) -> ByteBuffer.allocate(Long.BYTES).putLong(value).array(),
            (topic, data) -> exactly(Long.BYTES, data).getLong());
    private static final Serde<Integer> INTEGER = Serde.of(
            (topic, value) -> ByteBuffer.allocate(Integer.BYTES).putInt(value).array(),
            (topic, data) -> exactly(Integer.BYTES, data).getInt());
    private static final Serde<UUID> UUID_BYTES = Serde.of(
            (topic, id) -> ByteBuffer.allocate(16)
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits())
                    .array(),
            (topic, data) -> readUuid(exactly(16, data)));

    private Serdes() {}

    /** UTF-8 text. Malformed bytes become the replacement character. */
    public static Serde<String> string() {
        return STRING;
    }

    /** Bytes as they are. */
    public static Serde<byte[]> bytes() {
        return BYTES;
    }

    /** The bytes between position and limit; read as a new buffer of its own. */
    public static Serde<ByteBuffer> byteBuffer() {
        return BYTE_BUFFER;
    }

    /** 8 bytes, big-endian. */
    public static Serde<Long> longs() {
        return LONG;
    }

    /** 4 bytes, big-endian. */
    public static Serde<Integer> integers() {
        return INTEGER;
    }

    /** 16 bytes, big-endian. */
    public static Serde<UUID> uuids() {
        return UUID_BYTES;
    }

    private static String readText(ByteBuffer data) {
        if (data.hasArray()) {
            int start = data.arrayOffset() + data.position();
            return new String(data.array(), start, data.remaining(), StandardCharsets.UTF_8);
        }
        return new String(readBytes(data), StandardCharsets.UTF_8);
    }

    private static byte[] readBytes(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }

    private static UUID readUuid(ByteBuffer data) {
        return new UUID(data.getLong(), data.getLong());
    }

    private static ByteBuffer exactly(int length, ByteBuffer data) {
        if (data.remaining() != length) {
            throw new IllegalArgumentException("expected " + length + " bytes, but there are " + data.remaining());
        }
        return data;
    }
}
