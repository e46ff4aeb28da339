package io.thalweg.cli.crowd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Samples of all brokers over time, and whether they grew. */
final class MemoryLog {
    private static final double TOLERATED_GROWTH = 1.1;
    private static final double MEGABYTE = 1e6;

    private final List<List<BrokerMemory>> samples = new ArrayList<>();

    void add(List<BrokerMemory> brokers) {
        samples.add(List.copyOf(brokers));
    }

    /** The newest sample as a line: of each figure the broker that has most, in MB of 10^6 bytes. */
    String newest() {
        List<BrokerMemory> brokers = samples.get(samples.size() - 1);
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "resident %.0f MB, heap %.0f",
                most(brokers, BrokerMemory::resident),
                most(brokers, BrokerMemory::heap)));
        Map<String, Double> limits = new TreeMap<>(brokers.get(0).limits());
        limits.forEach((part, limit) -> line.append(String.format(
                Locale.ROOT,
                ", %s %.0f of %.0f",
                part,
                most(brokers, broker -> broker.parts().getOrDefault(part, 0.0)),
                limit / MEGABYTE)));
        return line.toString();
    }

    /**
     * What the largest broker takes in the last quarter of the samples over what it took in the second: before that, buffers
     * fill for the first time.
     */
    double growth() {
        int quarter = samples.size() / 4;
        if (quarter == 0) {
            return Double.NaN;
        }
        return most(samples.subList(samples.size() - quarter, samples.size()))
                / most(samples.subList(quarter, 2 * quarter));
    }

    /** Also true when there are too few samples to tell. */
    boolean grew() {
        return !(growth() <= TOLERATED_GROWTH);
    }

    private static double most(List<List<BrokerMemory>> some) {
        return some.stream()
                .mapToDouble(brokers -> most(brokers, BrokerMemory::resident))
                .max()
                .orElseThrow();
    }

    private static double most(List<BrokerMemory> brokers, ToDoubleFunction<BrokerMemory> figure) {
        return brokers.stream().mapToDouble(figure).max().orElseThrow() / MEGABYTE;
    }
}
