package io.thalweg.broker.replication.feed;

/**
 * Lets a number of bytes per second through, on average, in bursts of up to a tenth of a second. What goes through at once
 * may be more than there is: then nothing goes until that is made up for.
 *
 * <p>Not thread-safe.
 */
public final class TokenBucket {
    private static final int BURSTS_PER_SECOND = 10;
    private static final long MILLIS_PER_SECOND = 1_000;

    private final long bytesPerSecond;
    /** In thousandths of a byte, so that no millisecond is lost to rounding. */
    private final long fullMilliBytes;

    private long milliBytes;
    private long filledMillis;

    /** Full at this time. */
    public TokenBucket(long bytesPerSecond, long nowMillis) {
        if (bytesPerSecond < BURSTS_PER_SECOND || bytesPerSecond > Long.MAX_VALUE / MILLIS_PER_SECOND) {
            throw new IllegalArgumentException("no rate: " + bytesPerSecond);
        }
        this.bytesPerSecond = bytesPerSecond;
        this.fullMilliBytes = bytesPerSecond * (MILLIS_PER_SECOND / BURSTS_PER_SECOND);
        this.milliBytes = fullMilliBytes;
        this.filledMillis = nowMillis;
    }

    /** Whether something may go now. Times that go back count as no time passed. */
    public boolean isOpen(long nowMillis) {
        long passed = nowMillis - filledMillis;
        if (passed > 0) {
            filledMillis = nowMillis;
            long missing = fullMilliBytes - milliBytes;
            milliBytes = passed >= missing / bytesPerSecond + 1 ? fullMilliBytes : milliBytes + passed * bytesPerSecond;
        }
        return milliBytes > 0;
    }

    /** So many bytes go; fewer than none give back what did not go after all. */
    public void take(long bytes) {
        milliBytes = Math.min(fullMilliBytes, milliBytes - bytes * MILLIS_PER_SECOND);
    }
}
