package io.thalweg.broker.replication;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * How many bytes of batches lie between a recent offset and the log end, never too few and by at most a part of the span
 * too many. Knows only what was appended in this life, as the tail in memory does.
 */
final class RecentBytes {
    /** The answer for an offset that is too old. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private static final int PARTS = 32;

    private final long spanBytes;
    private final long partBytes;
    /** Batch boundaries, oldest first; never empty. */
    private final Deque<Boundary> boundaries = new ArrayDeque<>(0);

    private long total;

    private record Boundary(long offset, long bytesBelow) {}

    /**
     * @param spanBytes so many are surely known
     * @param logEnd where the log ends now
     */
    RecentBytes(long spanBytes, long logEnd) {
        this.spanBytes = spanBytes;
        this.partBytes = Math.max(1, spanBytes / PARTS);
        boundaries.add(new Boundary(logEnd, 0));
    }

    /** A batch was appended. */
    void appended(long baseOffset, long bytes) {
        if (total - boundaries.getLast().bytesBelow >= partBytes) {
            boundaries.addLast(new Boundary(baseOffset, total));
        }
        total += bytes;
        while (total - boundaries.getFirst().bytesBelow > spanBytes + 2 * partBytes && boundaries.size() > 1) {
            boundaries.removeFirst();
        }
    }

    /** The log was cut, or begins anew, and ends here now: what is below counts as old. */
    void endsAt(long logEnd) {
        boundaries.clear();
        boundaries.add(new Boundary(logEnd, total));
    }

    /** Bytes of the batches from an offset below the log end on. */
    long from(long offset) {
        Iterator<Boundary> newestFirst = boundaries.descendingIterator();
        while (newestFirst.hasNext()) {
            Boundary boundary = newestFirst.next();
            if (boundary.offset <= offset) {
                return total - boundary.bytesBelow;
            }
        }
        return UNKNOWN;
    }
}
