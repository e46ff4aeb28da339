package io.thalweg.benchmark.load;

import java.util.EnumMap;
import java.util.Map;

/** What follows from a number of records and what the processes used meanwhile. */
final class Throughput {
    private Throughput() {}

    static Map<Metric, Double> of(long records, int recordBytes, ProcessSet.Usage begin, ProcessSet.Usage end) {
        if (records == 0) {
            throw new IllegalStateException("no record was done in the measured time");
        }
        double seconds = end.secondsSince(begin);
        double bytes = (double) records * recordBytes;
        double cpu = end.cpuSince(begin);
        Map<Metric, Double> results = new EnumMap<>(Metric.class);
        results.put(Metric.RECORDS_PER_SECOND, records / seconds);
        results.put(Metric.MEGABYTES_PER_SECOND, bytes / 1e6 / seconds);
        results.put(Metric.CPU_SECONDS_PER_GIGABYTE, cpu / (bytes / 1e9));
        results.put(Metric.RECORDS_PER_CPU_SECOND, records / cpu);
        results.put(Metric.FOREIGN_CORES, end.foreignCoresSince(begin));
        return results;
    }
}
