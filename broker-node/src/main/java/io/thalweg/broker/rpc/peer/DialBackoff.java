package io.thalweg.broker.rpc.peer;

import java.time.Duration;

/**
 * When to dial a leader again: the wait doubles after each failed or short-lived stream; a stream that lived longer than
 * the longest wait makes it short again. Not thread-safe.
 */
final class DialBackoff {
    private final long firstNanos;
    private final long lastNanos;
    private long waitNanos;
    private long startedNanos;

    DialBackoff(Duration first, Duration last) {
        this.firstNanos = first.toNanos();
        this.lastNanos = last.toNanos();
        this.waitNanos = firstNanos;
    }

    void started(long nowNanos) {
        startedNanos = nowNanos;
    }

    /** The attempt or the stream ended. @return how long to wait before the next attempt */
    long ended(long nowNanos) {
        if (nowNanos - startedNanos > lastNanos) {
            waitNanos = firstNanos;
        }
        long wait = waitNanos;
        waitNanos = Math.min(lastNanos, waitNanos * 2);
        return wait;
    }
}
