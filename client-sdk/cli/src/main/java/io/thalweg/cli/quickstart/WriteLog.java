package io.thalweg.cli.quickstart;

import io.thalweg.client.api.producer.RecordMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What the producer was told: for each input record where it was acknowledged, and the longest time between two
 * acknowledgements of one partition while the run was under way. Thread-safe.
 */
final class WriteLog {
    private final AtomicReferenceArray<RecordMetadata> acknowledged;
    private final long[] lastNanos;
    private final long[] longestNanos;
    private final int[] counts;

    WriteLog(int records, int partitions, long nowNanos) {
        acknowledged = new AtomicReferenceArray<>(records);
        lastNanos = new long[partitions];
        longestNanos = new long[partitions];
        counts = new int[partitions];
        Arrays.fill(lastNanos, nowNanos);
    }

    synchronized void acknowledge(int record, RecordMetadata where, long nowNanos) {
        acknowledged.set(record, where);
        int partition = where.partition();
        longestNanos[partition] = Math.max(longestNanos[partition], nowNanos - lastNanos[partition]);
        lastNanos[partition] = nowNanos;
        counts[partition]++;
    }

    /** Where record {@code record} of the input was acknowledged. */
    RecordMetadata of(int record) {
        return acknowledged.get(record);
    }

    int size() {
        return acknowledged.length();
    }

    synchronized Duration longestGap(int partition) {
        return Duration.ofNanos(longestNanos[partition]);
    }

    synchronized Duration longestGap() {
        return Duration.ofNanos(Arrays.stream(longestNanos).max().orElse(0));
    }

    /** How many records were acknowledged in that partition. */
    synchronized int count(int partition) {
        return counts[partition];
    }

    /** Pairs of records of the input that were acknowledged at one place; empty when all is well. */
    List<String> sharedPlaces() {
        Map<String, Integer> places = new TreeMap<>();
        List<String> shared = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            String place = of(i).partition() + "@" + of(i).offset();
            if (places.put(place, i) != null) {
                shared.add(place);
            }
        }
        return shared;
    }
}
