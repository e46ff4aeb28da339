package io.thalweg.cli.bench;

import java.util.concurrent.locks.LockSupport;

/**
 * An open loop: record i is due at a time that does not depend on how the records before it fared, and its latency
 * counts from then. So a stall shows in every record that it delays. Not thread-safe.
 */
final class Pacer {
    private static final double NANOS = 1e9;

    private final long beginNanos;
    private final double nanosPerRecord;

    /** @param rate records per second, or 0 for as fast as possible */
    Pacer(long beginNanos, double rate) {
        this.beginNanos = beginNanos;
        this.nanosPerRecord = rate > 0 ? NANOS / rate : 0;
    }

    /** Waits until record {@code index} is due and returns when that was or, without a rate, the time now. */
    long await(long index) {
        if (nanosPerRecord == 0) {
            return System.nanoTime();
        }
        long due = beginNanos + (long) (index * nanosPerRecord);
        long ahead = due - System.nanoTime();
        while (ahead > 0) {
            LockSupport.parkNanos(ahead);
            ahead = due - System.nanoTime();
        }
        return due;
    }
}
