package io.thalweg.benchmark.report;

import io.thalweg.benchmark.load.Metric;
import io.thalweg.benchmark.plan.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One figure of one scenario, of Thalweg and of a rival.
 *
 * @param scenario the scenario
 * @param pairing which durabilities
 * @param jdk which JDK
 * @param metric which figure
 * @param ours Thalweg's, null if there is none
 * @param theirs the rival's, null if there is none
 * @param ratio ours over theirs, attempt by attempt; null if no attempt has both
 */
record Comparison(
        Scenario scenario,
        Pairing pairing,
        String jdk,
        Metric metric,
        @Nullable Spread ours,
        @Nullable Spread theirs,
        @Nullable Spread ratio) {
    static final String OURS = "Thalweg";

    static Comparison of(Results results, Scenario scenario, Pairing pairing, String jdk, Metric metric, String rival) {
        Map<Integer, Double> our = results.values(jdk, OURS, scenario.name(), pairing.ours(), metric);
        Map<Integer, Double> their = results.values(jdk, rival, scenario.name(), pairing.theirs(), metric);
        List<Double> ratios = new ArrayList<>();
        our.forEach((attempt, value) -> {
            Double other = their.get(attempt);
            if (other != null && other != 0) {
                ratios.add(value / other);
            }
        });
        return new Comparison(
                scenario,
                pairing,
                jdk,
                metric,
                spread(our),
                spread(their),
                ratios.isEmpty() ? null : Spread.of(ratios));
    }

    private static @Nullable Spread spread(Map<Integer, Double> values) {
        return values.isEmpty() ? null : Spread.of(values.values());
    }

    boolean isEmpty() {
        return ours == null && theirs == null;
    }
}
