package io.thalweg.broker.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CommitRuleTest {
    private final CommitRule rule = new CommitRule(ReplicationRules.ALL);

    @Test
    void shouldCommitWhatEveryHolderHas() {
        assertThat(end(List.of(holder(1, 5), holder(2, 6)), List.of(), 2, 1)).isEqualTo(20);
    }

    @Test
    void shouldCountEveryMemberOfAnUnresolvedProposal() {
        List<Holder> joined = List.of(holder(1, 5), holder(2, 6), holder(3, 7));

        assertThat(end(List.of(holder(1, 5), holder(2, 6)), joined, 2, 1)).isEqualTo(10);
    }

    @Test
    void shouldCountALeavingMemberUntilTheProposalIsResolved() {
        List<Holder> both = List.of(holder(1, 5), holder(2, 6), holder(3, 7));

        assertThat(end(both, List.of(holder(1, 5), holder(2, 6)), 2, 1)).isEqualTo(10);
    }

    @Test
    void shouldTakeTheNewerEpochWhereBothSetsNameABroker() {
        List<Holder> suspect = List.of(holder(1, 5), holder(2, 3));

        assertThat(end(suspect, List.of(holder(1, 5), holder(2, 6)), 2, 1)).isEqualTo(20);
        assertThat(end(suspect, List.of(), 2, 1)).isEqualTo(CommitRule.NOTHING);
    }

    @Test
    void shouldNotCommitWithFewerThanTheRequiredHolders() {
        assertThat(end(List.of(holder(1, 5)), List.of(), 2, 1)).isEqualTo(CommitRule.NOTHING);
    }

    @Test
    void shouldNotCommitBelowTheStartOfTheEpoch() {
        assertThat(end(List.of(holder(1, 5), holder(2, 6)), List.of(), 2, 21)).isEqualTo(CommitRule.NOTHING);
    }

    private long end(List<Holder> committed, List<Holder> unresolved, int minIsr, long aboveStart) {
        Map<Holder, Long> acked = Map.of(holder(1, 5), 30L, holder(2, 6), 20L, holder(3, 7), 10L);
        return rule.committedEnd(
                committed, unresolved, minIsr, aboveStart, holder -> acked.getOrDefault(holder, CommitRule.NOTHING));
    }

    private static Holder holder(int broker, long epoch) {
        return new Holder(new BrokerId(broker), new BrokerEpoch(epoch));
    }
}
