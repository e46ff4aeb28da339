package io.thalweg.benchmark.load;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** The longest time without an acknowledged record, per partition. Thread-safe. */
final class GapMeter {
    private final long[] lastNanos;
    private final long[] longestNanos;

    GapMeter(int partitions, long nowNanos) {
        lastNanos = new long[partitions];
        longestNanos = new long[partitions];
        Arrays.fill(lastNanos, nowNanos);
    }

    synchronized void acknowledged(int partition, long nowNanos) {
        longestNanos[partition] = Math.max(longestNanos[partition], nowNanos - lastNanos[partition]);
        lastNanos[partition] = Math.max(lastNanos[partition], nowNanos);
        notifyAll();
    }

    /** Forgets the gaps that have ended; one that is open goes on. */
    synchronized void restart() {
        Arrays.fill(longestNanos, 0);
    }

    /** Waits until every partition was acknowledged at or after a time; false if another time passes first. */
    synchronized boolean await(long sinceNanos, long latestNanos) throws InterruptedException {
        while (Arrays.stream(lastNanos).anyMatch(last -> last - sinceNanos < 0)) {
            long left = latestNanos - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /** Milliseconds per partition since the restart, sorted; gaps that are still open count. */
    synchronized double[] sortedMillis(long nowNanos) {
        double[] millis = new double[longestNanos.length];
        for (int partition = 0; partition < millis.length; partition++) {
            millis[partition] = Math.max(longestNanos[partition], nowNanos - lastNanos[partition]) / 1e6;
        }
        Arrays.sort(millis);
        return millis;
    }
}
