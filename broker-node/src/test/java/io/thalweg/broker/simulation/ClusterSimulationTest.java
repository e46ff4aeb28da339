package io.thalweg.broker.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.thalweg.broker.replication.ReplicationRules;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Seeds of the whole-cluster simulation. {@code -Dthalweg.simulation.seed=N} repeats one seed and prints its trace;
 * {@code -Dthalweg.simulation.seeds=N} runs that many.
 */
final class ClusterSimulationTest {
    private static final int SEEDS = 4_000;

    @Test
    void shouldKeepEveryInvariantUnderFaults() {
        Long only = Long.getLong("thalweg.simulation.seed");
        if (only != null) {
            Simulation.Result result = Simulation.run(only, ReplicationRules.ALL, true);
            System.out.println(result.trace());
            check(result);
            return;
        }
        long first = Long.getLong("thalweg.simulation.first", 1);
        int seeds = Integer.getInteger("thalweg.simulation.seeds", SEEDS);
        RareEvents rare = new RareEvents();
        for (long seed = first; seed < first + seeds; seed++) {
            Simulation.Result result = Simulation.run(seed, ReplicationRules.ALL, false);
            check(result);
            rare.add(result.rare());
        }
        System.out.println(seeds + " seeds from " + first + ": " + rare.counts());
        if (seeds >= SEEDS) {
            Set<RareEvents.Kind> expected = EnumSet.allOf(RareEvents.Kind.class);
            expected.removeIf(kind -> kind.needsOperator() || kind.needsRecovery());
            assertThat(rare.counts().keySet()).isEqualTo(expected);
        }
    }

    /**
     * Seeds that once found something: a clock that was set back made append times go back after a restart (19, 21, 50); a
     * leader that had met damage while nobody else could lead led on for ever (1011).
     */
    @ParameterizedTest
    @ValueSource(longs = {19, 21, 50, 1_011})
    void shouldNotFindAgainWhatASeedOnceFound(long seed) {
        check(Simulation.run(seed, ReplicationRules.ALL, false));
    }

    @Test
    void shouldRepeatARunExactly() {
        Simulation.Result once = Simulation.run(42, ReplicationRules.ALL, true);
        Simulation.Result again = Simulation.run(42, ReplicationRules.ALL, true);

        assertThat(again.trace()).isEqualTo(once.trace());
    }

    private static void check(Simulation.Result result) {
        if (result.failure() != null) {
            fail(
                    "seed " + result.seed() + " after " + result.events()
                            + " events; repeat with -Dthalweg.simulation.seed=" + result.seed(),
                    result.failure());
        }
    }
}
