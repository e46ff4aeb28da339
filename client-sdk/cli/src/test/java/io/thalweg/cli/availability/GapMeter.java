package io.thalweg.cli.availability;

import java.util.Arrays;

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
