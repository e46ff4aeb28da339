package io.thalweg.cli.bench;

import org.HdrHistogram.Histogram;

/** What is measured while records complete. Thread-safe. */
final class Meter {
    private static final long HIGHEST_MICROS = 600_000_000L;
    private static final int DIGITS = 3;

    private final Histogram micros = new Histogram(HIGHEST_MICROS, DIGITS);
    private final long beginNanos;
    private long lastNanos;
    private long longestGapNanos;
    private long records;
    private long errors;
    private long bytes;

    Meter(long beginNanos) {
        this.beginNanos = beginNanos;
        this.lastNanos = beginNanos;
    }

    /** Record completed {@code latencyNanos} after it was due. */
    synchronized void complete(long latencyNanos, long nowNanos, int recordBytes) {
        micros.recordValue(Math.min(HIGHEST_MICROS, Math.max(0, latencyNanos / 1_000)));
        progress(1, recordBytes, nowNanos);
    }

    /** A poll brought these records; a group of records has one latency. */
    synchronized void polled(long latencyNanos, long nowNanos, int count, long totalBytes) {
        micros.recordValue(Math.min(HIGHEST_MICROS, Math.max(0, latencyNanos / 1_000)));
        progress(count, totalBytes, nowNanos);
    }

    private void progress(long count, long totalBytes, long nowNanos) {
        longestGapNanos = Math.max(longestGapNanos, nowNanos - lastNanos);
        lastNanos = Math.max(lastNanos, nowNanos);
        records += count;
        bytes += totalBytes;
    }

    synchronized void fail(long count) {
        errors += count;
    }

    synchronized long records() {
        return records;
    }

    synchronized long finished() {
        return records + errors;
    }

    synchronized BenchResult result() {
        double seconds = Math.max(1, lastNanos - beginNanos) / 1e9;
        return new BenchResult(
                records,
                errors,
                seconds,
                bytes / seconds / (1 << 20),
                new BenchResult.Latency(
                        millis(micros.getValueAtPercentile(50)),
                        millis(micros.getValueAtPercentile(99)),
                        millis(micros.getValueAtPercentile(99.9)),
                        millis(micros.getMaxValue())),
                longestGapNanos / 1e6);
    }

    private static double millis(long micros) {
        return micros / 1e3;
    }
}
