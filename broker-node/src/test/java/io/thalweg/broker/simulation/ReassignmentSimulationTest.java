package io.thalweg.broker.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.thalweg.broker.replication.ReplicationRules;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Seeds of the simulation in which an operator moves replicas while everything else goes wrong too.
 * {@code -Dthalweg.moving.seed=N} repeats one seed and prints its trace; {@code -Dthalweg.moving.seeds=N} runs that many.
 */
final class ReassignmentSimulationTest {
    private static final int SEEDS = 200;

    @Test
    void shouldEndEveryReassignmentAndKeepEveryInvariant() {
        Long only = Long.getLong("thalweg.moving.seed");
        if (only != null) {
            Simulation.Result result = Simulation.runMoving(only, ReplicationRules.ALL, true);
            System.out.println(result.trace());
            check(result);
            return;
        }
        long first = Long.getLong("thalweg.moving.first", 1);
        int seeds = Integer.getInteger("thalweg.moving.seeds", SEEDS);
        RareEvents rare = new RareEvents();
        for (long seed = first; seed < first + seeds; seed++) {
            Simulation.Result result = Simulation.runMoving(seed, ReplicationRules.ALL, false);
            check(result);
            rare.add(result.rare());
        }
        System.out.println(seeds + " moving seeds from " + first + ": " + rare.counts());
        if (seeds >= SEEDS) {
            Set<RareEvents.Kind> expected = EnumSet.allOf(RareEvents.Kind.class);
            expected.removeIf(kind -> !kind.needsOperator());
            assertThat(rare.counts().keySet()).containsAll(expected);
        }
    }

    private static void check(Simulation.Result result) {
        if (result.failure() != null) {
            fail(
                    "seed " + result.seed() + " after " + result.events()
                            + " events; repeat with -Dthalweg.moving.seed=" + result.seed(),
                    result.failure());
        }
    }
}
