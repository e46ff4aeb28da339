package io.thalweg.metadata.model;

import java.nio.ByteBuffer;
import java.util.UUID;

/** 128-bit id of a topic; a topic deleted and created again under its name has another one. Ordered as unsigned bytes. */
public record TopicId(UUID value) implements Comparable<TopicId> {

    private static final int BYTES = 16;

    /** Reads 16 big-endian bytes; throws {@code IllegalArgumentException} for another length. */
    public static TopicId fromBytes(byte[] bytes) {
        Require.that(bytes.length == BYTES, "topic id must have 16 bytes, got " + bytes.length);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new TopicId(new UUID(buffer.getLong(), buffer.getLong()));
    }

    /** 16 big-endian bytes. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array();
    }

    @Override
    public int compareTo(TopicId other) {
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
