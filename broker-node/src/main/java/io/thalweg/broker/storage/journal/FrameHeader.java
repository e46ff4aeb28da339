package io.thalweg.broker.storage.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a frame begins with. It has a checksum of its own, so that a wrong bit in a length is never taken for a frame that
 * was cut off, and its first and last byte are never zero, so that a header of which a sector was not written is told from
 * one that was changed.
 *
 * @param length bytes of the payload
 * @param sequence number of the write
 * @param durable number of the last write that was known as durable when this frame was written
 * @param zeroSectors {@link Sectors#zeros} of the whole frame as it was written
 * @param payloadCrc CRC-32C of the payload
 */
record FrameHeader(int length, long sequence, long durable, int zeroSectors, int payloadCrc) {
    static final int BYTES = 40;
    /** The first four bytes of a frame; none is zero. */
    static final int START = 0x7e4a464d;

    private static final int END = 0x4d464a7e;
    private static final int LENGTH_AT = 4;
    private static final int SEQUENCE_AT = 8;
    private static final int DURABLE_AT = 16;
    private static final int ZERO_SECTORS_AT = 24;
    private static final int PAYLOAD_CRC_AT = 28;
    private static final int CRC_AT = 32;
    private static final int END_AT = 36;

    /** Writes the header of the frame that a buffer holds from its begin to its limit, to be stored at a place of a file. */
    static void seal(ByteBuffer frame, CRC32C crc, long sequence, long durable, long place) {
        int limit = frame.limit();
        frame.putInt(0, START).putInt(END_AT, END);
        frame.putInt(LENGTH_AT, limit - BYTES)
                .putLong(SEQUENCE_AT, sequence)
                .putLong(DURABLE_AT, durable)
                .putInt(ZERO_SECTORS_AT, Sectors.zeros(frame, 0, limit, place))
                .putInt(PAYLOAD_CRC_AT, crc(frame, crc, BYTES, limit))
                .putInt(CRC_AT, crc(frame, crc, 0, CRC_AT));
    }

    /** The intact header at a place of a buffer, or null. */
    static @Nullable FrameHeader read(ByteBuffer bytes, int at, CRC32C crc) {
        if (bytes.getInt(at) != START
                || bytes.getInt(at + END_AT) != END
                || bytes.getInt(at + CRC_AT) != crc(bytes, crc, at, at + CRC_AT)) {
            return null;
        }
        FrameHeader header = new FrameHeader(
                bytes.getInt(at + LENGTH_AT),
                bytes.getLong(at + SEQUENCE_AT),
                bytes.getLong(at + DURABLE_AT),
                bytes.getInt(at + ZERO_SECTORS_AT),
                bytes.getInt(at + PAYLOAD_CRC_AT));
        return header.length >= 0 && header.durable < header.sequence ? header : null;
    }

    /** Bytes of the whole frame. */
    long frameBytes() {
        return (long) BYTES + length;
    }

    /** CRC-32C of a part of a buffer; leaves its position and limit as they are. */
    static int crc(ByteBuffer bytes, CRC32C crc, int from, int to) {
        int position = bytes.position();
        int limit = bytes.limit();
        crc.reset();
        crc.update(bytes.limit(to).position(from));
        bytes.limit(limit).position(position);
        return (int) crc.getValue();
    }
}
