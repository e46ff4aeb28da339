package io.thalweg.broker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.replication.ReplicationRules;
import io.thalweg.broker.replication.ReplicationRules.Rule;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shows that the simulation would notice: with a rule switched off, some seed breaks the invariant it protects. */
final class RuleMutationTest {
    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_IS_NO_OUTCOME, 1, 400",
        "ACK_AFTER_COMMIT, 1, 10",
        "TRUNCATE_ON_DIVERGENCE, 1, 60",
        "TRUNCATE_BY_EPOCH, 1, 400",
        "COMMIT_ON_UNION, 1, 60",
        "COUNT_DURABLE_END, 900, 2000",
        "ACK_OF_ENTRY_EPOCH, 200, 2000",
        "STRICT_REMOVAL, 1, 200",
        "MARKS_ONLY_MATCHED, 1, 60",
        "JOIN_WHEN_CAUGHT_UP, 1, 20",
        "DEDUPLICATE, 1, 10",
        "OVERLAY_FOLLOWS_LOG, 1, 100",
        "ACK_AFTER_FAULT, 200, 900"
    })
    void shouldFindWhatARuleProtects(Rule rule, long first, long last) {
        ReplicationRules rules = ReplicationRules.without(rule);

        Simulation.Result found = firstFailure(rules, first, last);

        assertThat(found.failure()).as("without %s", rule).isInstanceOf(Violation.class);
    }

    @ParameterizedTest
    @CsvSource({"QUARANTINE_BEFORE_CUT, 1, 20", "ROWS_GO_BACK_WITH_LOG, 100, 700"})
    void shouldFindWhatARuleProtectsAfterARecovery(Rule rule, long first, long last) {
        ReplicationRules rules = ReplicationRules.without(rule);

        Simulation.Result found = Simulation.runRecovering(first, rules, false);
        for (long seed = first + 1; seed <= last && found.failure() == null; seed++) {
            found = Simulation.runRecovering(seed, rules, false);
        }

        assertThat(found.failure()).as("without %s", rule).isInstanceOf(Violation.class);
        System.out.println("recovering seed " + found.seed() + ": "
                + Objects.requireNonNull(found.failure()).getMessage());
    }

    private static Simulation.Result firstFailure(ReplicationRules rules, long first, long last) {
        Simulation.Result result = Simulation.run(first, rules, false);
        for (long seed = first + 1; seed <= last && result.failure() == null; seed++) {
            result = Simulation.run(seed, rules, false);
        }
        System.out.println("seed " + result.seed() + ": "
                + Objects.requireNonNull(result.failure()).getMessage());
        return result;
    }
}
