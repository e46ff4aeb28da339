package io.thalweg.broker.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.thalweg.broker.replication.ReplicationRules;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Seeds of the simulation in which more is lost than the promise covers, and partitions are recovered, some too early.
 * {@code -Dthalweg.recovering.seed=N} repeats one seed and prints its trace; {@code -Dthalweg.recovering.seeds=N} runs that
 * many.
 */
final class RecoverySimulationTest {
    private static final int SEEDS = 1_000;

    @Test
    void shouldLoseNothingButWhatARecoveryDeclaresLostAndKeepThatInQuarantine() {
        Long only = Long.getLong("thalweg.recovering.seed");
        if (only != null) {
            Simulation.Result result = Simulation.runRecovering(only, ReplicationRules.ALL, true);
            System.out.println(result.trace());
            check(result);
            return;
        }
        long first = Long.getLong("thalweg.recovering.first", 1);
        int seeds = Integer.getInteger("thalweg.recovering.seeds", SEEDS);
        RareEvents rare = new RareEvents();
        for (long seed = first; seed < first + seeds; seed++) {
            Simulation.Result result = Simulation.runRecovering(seed, ReplicationRules.ALL, false);
            check(result);
            rare.add(result.rare());
        }
        System.out.println(seeds + " recovering seeds from " + first + ": " + rare.counts());
        if (seeds >= SEEDS) {
            Set<RareEvents.Kind> expected = EnumSet.allOf(RareEvents.Kind.class);
            expected.removeIf(kind -> !kind.needsRecovery());
            assertThat(rare.counts().keySet()).containsAll(expected);
        }
    }

    private static void check(Simulation.Result result) {
        if (result.failure() != null) {
            fail(
                    "seed " + result.seed() + " after " + result.events()
                            + " events; repeat with -Dthalweg.recovering.seed=" + result.seed(),
                    result.failure());
        }
    }
}
