package io.thalweg.client.internal.retry;

/** How long to wait before the next attempt: 10 ms at first, doubling up to 1 s. Not thread-safe. */
public final class Backoff {
    static final long FIRST_MILLIS = 10;
    static final long LONGEST_MILLIS = 1_000;

    private long next = FIRST_MILLIS;

    /** The pause before the next attempt, in milliseconds. */
    public long nextMillis() {
        long pause = next;
        next = Math.min(LONGEST_MILLIS, next * 2);
        return pause;
    }

    /** After a success. */
    public void reset() {
        next = FIRST_MILLIS;
    }
}
