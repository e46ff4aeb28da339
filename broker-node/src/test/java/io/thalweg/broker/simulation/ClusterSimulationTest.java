package io.thalweg.broker.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.thalweg.broker.replication.ReplicationRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Seeds of the whole-cluster simulation. {@code -Dthalweg.simulation.seed=N} repeats one seed and prints its trace;
 * {@code -Dthalweg.simulation.seeds=N} runs that many.
 */
final class ClusterSimulationTest {
    private static final int SEEDS = 300;

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
        if (seeds >= SEEDS) {
            assertThat(rare.counts()).containsOnlyKeys(RareEvents.Kind.values());
        }
    }

    /**
     * Seeds that once found something: 2428, a follower of mode os acknowledged records before the flag that they may be
     * lost with the machine was durable; 1230, a rejection was believed although a copy had been accepted before.
     */
    @ParameterizedTest
    @ValueSource(longs = {1230, 2428})
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
