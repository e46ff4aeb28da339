package io.thalweg.cli.bench;

import io.thalweg.cli.terminal.Amount;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Table;
import java.util.Locale;

/**
 * Figures of one run.
 *
 * @param records that completed
 * @param errors records that failed
 * @param seconds from the first record to the last completion
 * @param megabytesPerSecond of values, 1 MB = 1 048 576 bytes
 * @param longestGapMillis longest time without a completed record
 */
record BenchResult(
        long records,
        long errors,
        double seconds,
        double megabytesPerSecond,
        Latency latency,
        double longestGapMillis) {

    /** Percentiles in milliseconds. */
    record Latency(double p50, double p99, double p999, double max) {}

    double recordsPerSecond() {
        return records / seconds;
    }

    Object json() {
        return Json.object(
                "records", records,
                "errors", errors,
                "seconds", rounded(seconds),
                "recordsPerSecond", rounded(recordsPerSecond()),
                "megabytesPerSecond", rounded(megabytesPerSecond),
                "latencyMillis",
                        Json.object(
                                "p50", rounded(latency.p50),
                                "p99", rounded(latency.p99),
                                "p999", rounded(latency.p999),
                                "max", rounded(latency.max)),
                "longestGapMillis", rounded(longestGapMillis));
    }

    String table() {
        return Table.of(
                        "RECORDS",
                        "ERRORS",
                        "SECONDS",
                        "RECORDS/S",
                        "MB/S",
                        "P50 MS",
                        "P99 MS",
                        "P99.9 MS",
                        "MAX MS",
                        "LONGEST GAP MS")
                .row(
                        Amount.count(records),
                        Amount.count(errors),
                        oneDigit(seconds),
                        Amount.count(Math.round(recordsPerSecond())),
                        oneDigit(megabytesPerSecond),
                        oneDigit(latency.p50),
                        oneDigit(latency.p99),
                        oneDigit(latency.p999),
                        oneDigit(latency.max),
                        oneDigit(longestGapMillis))
                .text();
    }

    private static Amount oneDigit(double number) {
        return new Amount(String.format(Locale.ROOT, "%.1f", number));
    }

    private static double rounded(double number) {
        return Math.round(number * 1e3) / 1e3;
    }
}
