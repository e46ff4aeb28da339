package io.thalweg.benchmark.plan;

import io.thalweg.benchmark.cluster.SystemUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What runs on one fresh cluster. The turns of a section alternate between the systems, so that both meet the same moods of
 * the machine; only one cluster is up at a time.
 *
 * @param javaHome of the JDK that runs brokers and load generators
 * @param attempt from 1
 * @param system whose cluster it is
 * @param scenarios one after the other
 */
public record Turn(Path javaHome, int attempt, SystemUnderTest system, List<Scenario> scenarios) {

    /** Whether the brokers are warmed up first. */
    public boolean isWarm() {
        return scenarios.get(0).section().isWarm();
    }

    /** All turns in their order. */
    public static List<Turn> of(
            List<Path> javaHomes, List<SystemUnderTest> systems, List<Scenario> scenarios, int attempts) {
        List<Turn> turns = new ArrayList<>();
        for (Path javaHome : javaHomes) {
            for (List<Scenario> group : groups(scenarios)) {
                for (int attempt = 1; attempt <= attempts; attempt++) {
                    for (SystemUnderTest system : systems) {
                        turns.add(new Turn(javaHome, attempt, system, group));
                    }
                }
            }
        }
        return turns;
    }

    /** Those of a section together; alone those that leave the brokers in pieces. */
    private static List<List<Scenario>> groups(List<Scenario> scenarios) {
        List<List<Scenario>> groups = new ArrayList<>();
        Map<Section, List<Scenario>> bySection = new EnumMap<>(Section.class);
        for (Scenario scenario : scenarios) {
            if (scenario.section().isDestructive()) {
                groups.add(List.of(scenario));
                continue;
            }
            bySection
                    .computeIfAbsent(scenario.section(), section -> {
                        List<Scenario> group = new ArrayList<>();
                        groups.add(group);
                        return group;
                    })
                    .add(scenario);
        }
        return groups;
    }
}
