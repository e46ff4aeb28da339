package io.thalweg.broker.storage.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The rows of one write, in direct memory that is used again for the next. Each row is copied here once; {@link #key} and
 * {@link #value} then show where it lies, for a database that takes direct buffers. For one thread.
 */
public final class Frame {
    private static final int LARGEST = 1 << 30;

    private final CRC32C crc = new CRC32C();
    private ByteBuffer bytes;
    private ByteBuffer key;
    private ByteBuffer value;

    /** @param reservedBytes capacity at first; it grows with the largest write */
    public Frame(int reservedBytes) {
        bytes = ByteBuffer.allocateDirect(Math.max(reservedBytes, 2 * FrameHeader.BYTES));
        key = bytes.duplicate();
        value = bytes.duplicate();
        clear();
    }

    /** Forgets the rows of the write before. */
    public void clear() {
        bytes.clear().position(FrameHeader.BYTES);
    }

    /** Sets a row. */
    public void put(int family, byte[] rowKey, byte[] rowValue) {
        begin(RowKind.PUT, family, rowKey.length, rowValue.length);
        bytes.put(rowKey).put(rowValue);
    }

    /** Sets a row; what lies between position and limit is taken, and both are left as they are. */
    public void put(int family, ByteBuffer rowKey, ByteBuffer rowValue) {
        int at = begin(RowKind.PUT, family, rowKey.remaining(), rowValue.remaining());
        bytes.put(at, rowKey, rowKey.position(), rowKey.remaining());
        bytes.put(at + rowKey.remaining(), rowValue, rowValue.position(), rowValue.remaining());
        bytes.position(at + rowKey.remaining() + rowValue.remaining());
    }

    /** Removes a row. */
    public void delete(int family, byte[] rowKey) {
        begin(RowKind.DELETE, family, rowKey.length, 0);
        bytes.put(rowKey);
    }

    /** Removes the rows of a range of keys. */
    public void deleteRange(int family, byte[] from, byte[] toExclusive) {
        begin(RowKind.DELETE_RANGE, family, from.length, toExclusive.length);
        bytes.put(from).put(toExclusive);
    }

    /** The key of the last row, in this frame's memory; good until the next row. */
    public ByteBuffer key() {
        return key;
    }

    /** The value of the last row, likewise. */
    public ByteBuffer value() {
        return value;
    }

    /** Bytes of the whole frame so far. */
    public int bytes() {
        return bytes.position();
    }

    /** The frame as it is stored, from position to limit; more rows would make it another one. */
    ByteBuffer seal(long sequence, long durable, long place) {
        bytes.flip();
        FrameHeader.seal(bytes, crc, sequence, durable, place);
        return bytes;
    }

    /** Makes room for a row, writes what it begins with, and tells where its key goes. */
    private int begin(RowKind kind, int family, int keyBytes, int valueBytes) {
        reserve((long) RowReader.HEADER_BYTES + keyBytes + valueBytes);
        bytes.put(kind.code()).put((byte) family).putInt(keyBytes).putInt(valueBytes);
        int at = bytes.position();
        key.limit(at + keyBytes).position(at);
        value.limit(at + keyBytes + valueBytes).position(at + keyBytes);
        return at;
    }

    private void reserve(long more) {
        long needed = bytes.position() + more;
        if (needed <= bytes.capacity()) {
            return;
        }
        if (needed > LARGEST) {
            throw new IllegalStateException("one write of more than " + LARGEST + " bytes");
        }
        ByteBuffer larger = ByteBuffer.allocateDirect((int) Math.min(LARGEST, Math.max(needed, 2L * bytes.capacity())));
        bytes = larger.put(bytes.flip());
        key = bytes.duplicate();
        value = bytes.duplicate();
    }
}
