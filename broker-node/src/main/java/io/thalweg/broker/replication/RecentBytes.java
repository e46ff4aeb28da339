package io.thalweg.broker.replication;

/**
 * How many bytes of batches lie between a recent offset and the log end, never too few and by at most a part of the span
 * too many. Knows only what was appended in this life.
 */
final class RecentBytes {
    /** The answer for an offset that is too old. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private static final int PARTS = 32;

    private final long spanBytes;
    private final long partBytes;
    /** Bytes below a batch boundary, by its offset; never empty. */
    private final LongPairs boundaries = new LongPairs();

    private long total;

    /**
     * @param spanBytes so many are surely known
     * @param logEnd where the log ends now
     */
    RecentBytes(long spanBytes, long logEnd) {
        this.spanBytes = spanBytes;
        this.partBytes = Math.max(1, spanBytes / PARTS);
        boundaries.put(logEnd, 0);
    }

    /** A batch was appended. */
    void appended(long baseOffset, long bytes) {
        if (total - boundaries.value(boundaries.size() - 1) >= partBytes) {
            boundaries.put(baseOffset, total);
        }
        total += bytes;
        while (total - boundaries.value(0) > spanBytes + 2 * partBytes && boundaries.size() > 1) {
            boundaries.removeFirst();
        }
    }

    /** The log was cut, or begins anew, and ends here now: what is below counts as old. */
    void endsAt(long logEnd) {
        boundaries.clear();
        boundaries.put(logEnd, total);
    }

    /** Bytes of the batches from an offset below the log end on. */
    long from(long offset) {
        int below = boundaries.floor(offset);
        return below == LongPairs.NONE ? UNKNOWN : total - boundaries.value(below);
    }
}
