package io.thalweg.broker.storage.journal;

import java.nio.ByteBuffer;

/**
 * What a power cut leaves of bytes that were appended and not forced: of every sector all or nothing, and where nothing was
 * written, zeros.
 */
final class Sectors {
    static final int BYTES = 512;

    private Sectors() {}

    /**
     * How many parts of a range hold only zeros, when it is cut where the sectors of its file begin.
     *
     * @param place of the byte at {@code from} in the file
     */
    static int zeros(ByteBuffer bytes, int from, int to, long place) {
        int count = 0;
        int at = from;
        int stop = Math.min(to, from + BYTES - (int) (place % BYTES));
        while (at < to) {
            if (isZero(bytes, at, stop)) {
                count++;
            }
            at = stop;
            stop = Math.min(to, at + BYTES);
        }
        return count;
    }

    static boolean isZero(ByteBuffer bytes, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            if (bytes.getLong(at) != 0) {
                return false;
            }
        }
        for (; at < to; at++) {
            if (bytes.get(at) != 0) {
                return false;
            }
        }
        return true;
    }
}
