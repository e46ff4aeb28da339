package io.thalweg.benchmark.regression;

import io.thalweg.benchmark.load.Metric;
import java.util.function.ToDoubleBiFunction;

/**
 * The figures of a run.
 *
 * @param of of a scenario with fsync; not a number if there is none
 * @param yardstick CPU-s/GB of the yardstick
 */
public record RunFigures(ToDoubleBiFunction<String, Metric> of, double yardstick) {
    double of(String scenario, Metric metric) {
        return of.applyAsDouble(scenario, metric);
    }
}
