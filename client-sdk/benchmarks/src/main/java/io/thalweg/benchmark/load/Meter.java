package io.thalweg.benchmark.load;

import org.HdrHistogram.Histogram;

/** Counts records and keeps their latencies, to a thousandth. Thread-safe. */
final class Meter {
    private static final long HIGHEST_MICROS = 600_000_000L;
    private static final int DIGITS = 3;

    private final Histogram micros = new Histogram(HIGHEST_MICROS, DIGITS);
    private long records;

    synchronized void complete(long latencyNanos) {
        micros.recordValue(Math.min(HIGHEST_MICROS, Math.max(0, latencyNanos / 1_000)));
        records++;
    }

    /** Forgets everything. */
    synchronized void restart() {
        micros.reset();
        records = 0;
    }

    synchronized long records() {
        return records;
    }

    /** Takes over what another one has. */
    synchronized void add(Meter other) {
        Histogram theirs;
        synchronized (other) {
            theirs = other.micros.copy();
            records += other.records;
        }
        micros.add(theirs);
    }

    /** The latency that so many percent of the records do not exceed, in milliseconds. */
    synchronized double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }
}
