package io.thalweg.cli.availability;

import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/** The longest time without an acknowledged record, per partition. Thread-safe. */
final class GapMeter {
    private final long[] lastNanos;
    private final long[] longestNanos;

    GapMeter(int partitions, long nowNanos) {
        this.lastNanos = new long[partitions];
        this.longestNanos = new long[partitions];
        Arrays.fill(lastNanos, nowNanos);
    }

    synchronized void acknowledged(int partition, long nowNanos) {
        longestNanos[partition] = Math.max(longestNanos[partition], nowNanos - lastNanos[partition]);
        lastNanos[partition] = Math.max(lastNanos[partition], nowNanos);
        notifyAll();
    }

    /** Returns when each of these partitions was acknowledged at or after a time, at the latest at another one. */
    synchronized void awaitAcknowledged(Collection<Integer> partitions, long sinceNanos, long latestNanos)
            throws InterruptedException {
        while (!partitions.stream().allMatch(partition -> lastNanos[partition] - sinceNanos >= 0)) {
            long leftNanos = latestNanos - System.nanoTime();
            if (leftNanos <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
        }
    }

    /** Forgets the gaps that have ended; one that is open now goes on. */
    synchronized void restart() {
        Arrays.fill(longestNanos, 0);
    }

    /** Milliseconds per partition since the restart, gaps that are still open included. */
    synchronized double[] longestMillis(long nowNanos) {
        double[] millis = new double[longestNanos.length];
        for (int partition = 0; partition < millis.length; partition++) {
            millis[partition] = Math.max(longestNanos[partition], nowNanos - lastNanos[partition]) / 1e6;
        }
        return millis;
    }
}
