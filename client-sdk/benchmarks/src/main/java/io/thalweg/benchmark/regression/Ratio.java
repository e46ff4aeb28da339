package io.thalweg.benchmark.regression;

import io.thalweg.benchmark.load.Metric;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A figure without a unit.
 *
 * @param name what the baseline calls it
 * @param moreIsBetter whether a larger one is
 * @param value how it is computed from the figures of a run
 */
record Ratio(String name, boolean moreIsBetter, ToDoubleFunction<RunFigures> value) {
    private static final String BASE = "keys-1kb-12p";

    /** Names of the scenarios that the ratios are computed from; others would tell little more and take longer. */
    static final List<String> SCENARIOS = List.of(
            "produce-1kb-12p",
            "produce-100b-12p",
            "large-1kb-12p",
            BASE,
            "keys-1kb-1000p",
            "keys-1kb-12p-beside-1000p");

    static final List<Ratio> ALL = List.of(
            cost("produce-1kb-12p"),
            cost("produce-100b-12p"),
            cost("large-1kb-12p"),
            cost("keys-1kb-1000p"),
            rate("keys-1kb-1000p"),
            rate("keys-1kb-12p-beside-1000p"));

    private static Ratio cost(String scenario) {
        return new Ratio(
                "CPU of " + scenario + " over the yardstick's",
                false,
                figures -> figures.of(scenario, Metric.CPU_SECONDS_PER_GIGABYTE) / figures.yardstick());
    }

    private static Ratio rate(String scenario) {
        return new Ratio(
                "records/s of " + scenario + " over those of " + BASE,
                true,
                figures ->
                        figures.of(scenario, Metric.RECORDS_PER_SECOND) / figures.of(BASE, Metric.RECORDS_PER_SECOND));
    }
}
