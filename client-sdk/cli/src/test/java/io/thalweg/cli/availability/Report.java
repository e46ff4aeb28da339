package io.thalweg.cli.availability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Medians and extremes of all tries, as a table for people. */
final class Report {
    private static final String HEAD = """
            | Fault | Tries | Worst partition, median ms | Worst partition, highest ms | Goal ms | Return, median ms | Return, highest ms |
            |---|---|---|---|---|---|---|
            """;

    private final Duration session;
    private final SortedMap<Fault, List<Trial>> trials = new TreeMap<>();

    Report(Duration session) {
        this.session = session;
    }

    void add(Trial trial) {
        trials.computeIfAbsent(trial.fault(), fault -> new ArrayList<>()).add(trial);
    }

    String table() {
        StringBuilder table = new StringBuilder(HEAD);
        for (Map.Entry<Fault, List<Trial>> each : trials.entrySet()) {
            List<Trial> tries = each.getValue();
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.0f | %.0f | %d | %.0f | %.0f |%n",
                    each.getKey().title(),
                    tries.size(),
                    median(tries, Trial::worstOutage),
                    highest(tries, Trial::worstOutage),
                    each.getKey().goalMillis(session),
                    median(tries, Trial::worstReturn),
                    highest(tries, Trial::worstReturn)));
        }
        return table.toString();
    }

    private static double median(List<Trial> tries, ToDoubleFunction<Trial> value) {
        return median(tries.stream().mapToDouble(value));
    }

    static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double highest(List<Trial> tries, ToDoubleFunction<Trial> value) {
        return tries.stream().mapToDouble(value).max().orElse(0);
    }
}
