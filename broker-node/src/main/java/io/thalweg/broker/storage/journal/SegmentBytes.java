package io.thalweg.broker.storage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads a file of a journal through a window of memory. For one thread. */
final class SegmentBytes implements AutoCloseable {
    private static final int WINDOW_BYTES = 1 << 20;

    private final CRC32C crc = new CRC32C();
    private final FileChannel channel;
    private final long size;
    private ByteBuffer window;
    private long windowStart;

    SegmentBytes(SegmentFile file) throws IOException {
        channel = FileChannel.open(file.path(), StandardOpenOption.READ);
        size = channel.size();
        window = ByteBuffer.allocateDirect((int) Math.min(WINDOW_BYTES, size)).limit(0);
    }

    long size() {
        return size;
    }

    /** Whether the file begins with its header. */
    boolean hasHeader(SegmentFile file) throws IOException {
        return size >= SegmentFile.HEADER_BYTES && file.isHeader(window, load(0, SegmentFile.HEADER_BYTES));
    }

    /** The intact frame header at a place, or null. */
    @Nullable
    FrameHeader header(long place) throws IOException {
        return size - place < FrameHeader.BYTES ? null : FrameHeader.read(window, load(place, FrameHeader.BYTES), crc);
    }

    /** The payload of the frame at a place, good until the next call; null if it is not what was written. */
    @Nullable
    ByteBuffer payload(long place, FrameHeader header) throws IOException {
        if (place + header.frameBytes() > size) {
            return null;
        }
        int at = load(place + FrameHeader.BYTES, header.length());
        return FrameHeader.crc(window, crc, at, at + header.length()) == header.payloadCrc()
                ? window.slice(at, header.length())
                : null;
    }

    /** {@link Sectors#zeros} of a part of the file. */
    int zeroSectors(long place, int length) throws IOException {
        int at = load(place, length);
        return Sectors.zeros(window, at, at + length, place);
    }

    /** Whether nothing was ever written to a part of the file, though one byte of it may have changed since. */
    boolean isBlank(long place, int length) throws IOException {
        int at = load(place, length);
        int others = 0;
        for (int i = at; i < at + length; i++) {
            others += window.get(i) == 0 ? 0 : 1;
        }
        return others <= 1;
    }

    /**
     * The next place at or after one where a frame may begin; the size of the file if there is none. Zeros are passed over eight
     * at a time: no byte of a begin is one.
     */
    long nextStart(long from) throws IOException {
        long place = from;
        while (size - place >= Integer.BYTES) {
            int length = (int) Math.min(WINDOW_BYTES, size - place);
            int at = load(place, length);
            for (int i = 0; i <= length - Integer.BYTES; i++) {
                while (i <= length - Long.BYTES && window.getLong(at + i) == 0) {
                    i += Long.BYTES;
                }
                if (i <= length - Integer.BYTES && window.getInt(at + i) == FrameHeader.START) {
                    return place + i;
                }
            }
            place += length - Integer.BYTES + 1;
        }
        return size;
    }

    /** Brings a part of the file, which is inside of it, into the window, and tells where it is there. */
    private int load(long place, int length) throws IOException {
        if (place < windowStart || place + length > windowStart + window.limit()) {
            if (length > window.capacity()) {
                window = ByteBuffer.allocateDirect(length);
            }
            window.clear().limit((int) Math.min(window.capacity(), size - place));
            windowStart = place;
            while (window.hasRemaining()) {
                if (channel.read(window, place + window.position()) < 0) {
                    throw new IOException("the file has become shorter while it was read");
                }
            }
            window.rewind();
        }
        return (int) (place - windowStart);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
