package io.thalweg.broker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.replication.ReplicationRules;
import io.thalweg.broker.replication.ReplicationRules.Rule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shows that the simulation would notice: with a rule switched off, some early seed breaks the invariant it protects. */
final class RuleMutationTest {
    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_IS_NO_OUTCOME, 1, 4000",
        "ACK_AFTER_COMMIT, 1, 10",
        "TRUNCATE_ON_DIVERGENCE, 1, 30",
        "TRUNCATE_BY_EPOCH, 1, 150",
        "COMMIT_ON_UNION, 1, 30",
        "COUNT_DURABLE_END, 1, 80",
        "MARKS_ONLY_MATCHED, 1, 30",
        "JOIN_WHEN_CAUGHT_UP, 1, 20",
        "DEDUPLICATE, 1, 10",
        "OVERLAY_FOLLOWS_LOG, 1, 100"
    })
    void shouldFindWhatARuleProtects(Rule rule, long first, long last) {
        ReplicationRules rules = ReplicationRules.without(rule);

        RuntimeException failure = null;
        for (long seed = first; seed <= last && failure == null; seed++) {
            failure = Simulation.run(seed, rules, false).failure();
        }

        assertThat(failure).as("without %s", rule).isInstanceOf(Violation.class);
    }
}
