package io.thalweg.metadata.consensus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedInputStream;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedOutputStream;

/**
 * Reads the bytes of one log segment of Ratis as strictly as they were written: a header, then entries, each with its
 * length before it and its checksum behind it, then zeros. Used once, by one thread.
 *
 * <p>Where it stops it tells damage from a torn tail, the trace of a write that a power cut interrupted: a disk writes whole
 * sectors, and those that it did not write are still the zeros with which the file was prepared. A torn entry was never
 * acknowledged, since that needs all of it on the disk; nor was anything after it.
 */
final class RaftSegmentScan {

    private static final byte[] HEADER = "RaftLog1".getBytes(StandardCharsets.US_ASCII);
    private static final int SECTOR = 512;
    private static final int SUM_BYTES = 4;
    private static final int MOST_LENGTH_BYTES = 4;
    /** What was written up to the end of a sector may end with zeros of its own, but hardly with so many. */
    private static final int MANY_ZEROS = 8;
    /** The first byte of an entry: the tag of its term. */
    private static final byte TERM_TAG = 0x08;

    private static final int NONE = -1;

    /** What follows the last intact entry. */
    enum Finding {
        /** Zeros or nothing. */
        END,
        /** What is left of an interrupted write. */
        TORN,
        /** Bytes that were written whole and have changed since. */
        DAMAGED
    }

    private final byte[] bytes;
    private final int end;
    private final Finding finding;
    private int position;
    private long nextIndex;

    /**
     * Scans a whole segment.
     *
     * @param firstIndex index of its first entry, by its name
     */
    RaftSegmentScan(byte[] bytes, long firstIndex) {
        this.bytes = bytes;
        this.nextIndex = firstIndex;
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        this.end = length;
        this.finding = run();
    }

    Finding finding() {
        return finding;
    }

    /** End of the last intact entry. */
    int position() {
        return position;
    }

    /** Index of the first entry that was not read. */
    long nextIndex() {
        return nextIndex;
    }

    private Finding run() {
        if (end == 0) {
            return Finding.END;
        }
        if (!Arrays.equals(bytes, 0, Math.min(HEADER.length, bytes.length), HEADER, 0, HEADER.length)) {
            return isZero(0, Math.min(SECTOR, bytes.length)) ? Finding.TORN : Finding.DAMAGED;
        }
        position = HEADER.length;
        while (position < end) {
            int next = endOfEntry(position);
            if (next == NONE || indexAt(position, next) != nextIndex) {
                return isTorn() ? Finding.TORN : Finding.DAMAGED;
            }
            position = next;
            nextIndex++;
        }
        return Finding.END;
    }

    /** The end of an entry that begins there and is intact, or {@link #NONE}. */
    private int endOfEntry(int start) {
        int body = endOfLength(start);
        if (body == NONE) {
            return NONE;
        }
        long sum = (long) body + length(start, body);
        if (length(start, body) <= 0 || sum + SUM_BYTES > bytes.length) {
            return NONE;
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, start, (int) sum - start);
        return (int) crc.getValue() == sumAt((int) sum) ? (int) sum + SUM_BYTES : NONE;
    }

    private int endOfLength(int start) {
        int at = start;
        while (at < bytes.length && at < start + MOST_LENGTH_BYTES) {
            if (bytes[at++] >= 0) {
                return at;
            }
        }
        return NONE;
    }

    private int length(int start, int body) {
        int length = 0;
        for (int at = body - 1; at >= start; at--) {
            length = length << 7 | bytes[at] & 0x7f;
        }
        return length;
    }

    private int sumAt(int at) {
        return ByteBuffer.wrap(bytes, at, SUM_BYTES).getInt();
    }

    private long indexAt(int start, int next) {
        int body = endOfLength(start);
        try {
            return LogEntryProto.parseFrom(CodedInputStream.newInstance(bytes, body, next - SUM_BYTES - body))
                    .getIndex();
        } catch (IOException e) {
            return NONE;
        }
    }

    private boolean isTorn() {
        int later = laterEntry();
        if (hasUnwrittenSector(position, later == NONE ? end : later)) {
            return true;
        }
        int sectorEnd = (end + SECTOR - 1) / SECTOR * SECTOR;
        return later == NONE && sectorEnd - end < MANY_ZEROS && claims(sectorEnd) && !hasWrongLength();
    }

    /** The beginning of an intact entry behind the one that is not, or {@link #NONE}. */
    private int laterEntry() {
        for (int at = position + 1; at < end; at++) {
            int body = endOfLength(at);
            if (body != NONE && body < end && bytes[body] == TERM_TAG && endOfEntry(at) != NONE) {
                return at;
            }
        }
        return NONE;
    }

    private boolean hasUnwrittenSector(int from, int to) {
        int start = from;
        while (start < to) {
            int stop = Math.min((start / SECTOR + 1) * SECTOR, to);
            if (isZero(start, stop)) {
                return true;
            }
            start = stop;
        }
        return false;
    }

    private boolean isZero(int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the entry at the position says that it goes on behind that place. */
    private boolean claims(int place) {
        int body = endOfLength(position);
        return body == NONE || (long) body + length(position, body) + SUM_BYTES > place;
    }

    /** Whether the entry at the position would be intact, and the last one, if its length were another. */
    private boolean hasWrongLength() {
        for (int stop = end; stop <= Math.min(end + SUM_BYTES - 1, bytes.length); stop++) {
            for (int width = 1; width <= MOST_LENGTH_BYTES; width++) {
                int length = stop - SUM_BYTES - width - position;
                if (length > 0
                        && CodedOutputStream.computeUInt32SizeNoTag(length) == width
                        && sumWithLength(length, width) == sumAt(stop - SUM_BYTES)) {
                    return true;
                }
            }
        }
        return false;
    }

    private int sumWithLength(int length, int width) {
        CRC32C crc = new CRC32C();
        for (int rest = length, left = width; left > 0; left--, rest >>>= 7) {
            crc.update(rest & 0x7f | (left > 1 ? 0x80 : 0));
        }
        crc.update(bytes, position + width, length);
        return (int) crc.getValue();
    }
}
