package io.thalweg.broker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.replication.ReplicationRules;
import io.thalweg.broker.replication.ReplicationRules.Rule;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shows that the simulation would notice: with a rule switched off, some early seed breaks the invariant it protects. */
final class RuleMutationTest {
    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_IS_NO_OUTCOME, 400",
        "ACK_AFTER_COMMIT, 10",
        "TRUNCATE_ON_DIVERGENCE, 60",
        "TRUNCATE_BY_EPOCH, 400",
        "COMMIT_ON_UNION, 60",
        "COUNT_DURABLE_END, 600",
        "ACK_OF_ENTRY_EPOCH, 2000",
        "STRICT_REMOVAL, 200",
        "MARKS_ONLY_MATCHED, 60",
        "JOIN_WHEN_CAUGHT_UP, 20",
        "DEDUPLICATE, 10",
        "OVERLAY_FOLLOWS_LOG, 100"
    })
    void shouldFindWhatARuleProtects(Rule rule, long last) {
        ReplicationRules rules = ReplicationRules.without(rule);

        Simulation.Result found = firstFailure(rules, last);

        assertThat(found.failure()).as("without %s", rule).isInstanceOf(Violation.class);
    }

    private static Simulation.Result firstFailure(ReplicationRules rules, long last) {
        Simulation.Result result = Simulation.run(1, rules, false);
        for (long seed = 2; seed <= last && result.failure() == null; seed++) {
            result = Simulation.run(seed, rules, false);
        }
        System.out.println("seed " + result.seed() + ": "
                + Objects.requireNonNull(result.failure()).getMessage());
        return result;
    }
}
