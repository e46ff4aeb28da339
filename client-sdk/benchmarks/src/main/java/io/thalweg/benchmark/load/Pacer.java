package io.thalweg.benchmark.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An open loop: a record is due at a time that does not depend on how those before it fared, and its latency counts from
 * then, so that a stall shows in every record that it delays.
 */
final class Pacer {
    private final long beginNanos;
    private final int perSecond;

    Pacer(long beginNanos, int perSecond) {
        this.beginNanos = beginNanos;
        this.perSecond = perSecond;
    }

    /** When a record is due; exact after any number of records. */
    long due(long record) {
        long second = record / perSecond;
        long within = record % perSecond;
        return beginNanos + TimeUnit.SECONDS.toNanos(second) + TimeUnit.SECONDS.toNanos(within) / perSecond;
    }

    /** Waits until a record is due and returns when that was. Does not wait when it is late. */
    long await(long record) {
        long due = due(record);
        long ahead = due - System.nanoTime();
        while (ahead > 0) {
            LockSupport.parkNanos(ahead);
            ahead = due - System.nanoTime();
        }
        return due;
    }
}
