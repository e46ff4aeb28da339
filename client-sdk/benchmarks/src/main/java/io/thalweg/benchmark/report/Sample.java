package io.thalweg.benchmark.report;

import io.thalweg.benchmark.driver.Durability;
import io.thalweg.benchmark.load.Metric;

/**
 * One figure of one run.
 *
 * @param jdk version of the JDK
 * @param system title of the system
 * @param attempt from 1; runs of the same attempt followed each other closely
 * @param scenario name of the scenario
 * @param durability what the topic promised
 * @param metric what was measured
 * @param value how much
 */
public record Sample(
        String jdk, String system, int attempt, String scenario, Durability durability, Metric metric, double value) {
    private static final String TAB = "\t";

    String line() {
        return String.join(
                TAB,
                jdk,
                system,
                Integer.toString(attempt),
                scenario,
                durability.name(),
                metric.name(),
                Double.toString(value));
    }

    static Sample of(String line) {
        String[] fields = line.split(TAB, -1);
        return new Sample(
                fields[0],
                fields[1],
                Integer.parseInt(fields[2]),
                fields[3],
                Durability.valueOf(fields[4]),
                Metric.valueOf(fields[5]),
                Double.parseDouble(fields[6]));
    }
}
