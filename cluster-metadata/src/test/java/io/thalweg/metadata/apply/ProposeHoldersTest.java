package io.thalweg.metadata.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.HolderProposal;
import io.thalweg.metadata.event.ItemOutcome;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.RestartKind;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ProposeHoldersTest {

    private final ClusterFixture cluster = ClusterFixture.withBrokers(4);
    private final Partition partition = cluster.createTopic("t", 2, 1, 2, 3);

    private ItemOutcome propose(Command.ProposeHolders command) {
        return cluster.accept(command).items().get(0);
    }

    private void assertRefused(Command.ProposeHolders command, RejectionReason reason) {
        Partition before = cluster.now(partition);
        assertThat(propose(command)).isEqualTo(ItemOutcome.rejected(reason));
        assertThat(cluster.now(partition)).isEqualTo(before);
    }

    @Test
    void shouldRemoveHolderWhenEnoughValidatedRemain() {
        ItemOutcome outcome = propose(cluster.proposal(partition, cluster.entry(1), cluster.entry(2)));

        assertThat(outcome.accepted()).isTrue();
        assertThat(cluster.holders(partition)).containsExactly(1, 2);
        assertThat(cluster.now(partition).version()).isEqualTo(cluster.image().index());
        assertThat(cluster.now(partition).leaderEpoch()).isEqualTo(partition.leaderEpoch());
    }

    @Test
    void shouldRefuseRemovalBelowMinInsyncReplicas() {
        assertRefused(cluster.proposal(partition, cluster.entry(1)), RejectionReason.WOULD_LOSE_DATA);
    }

    @Test
    void shouldNotCountSuspectsWhenRemoving() {
        Partition strict = cluster.createTopic("strict", 3, 1, 2, 3);
        cluster.restart(2, RestartKind.LOSSY, 0);
        Holder suspect = Objects.requireNonNull(cluster.now(strict).holder(new BrokerId(2)));

        ItemOutcome outcome = propose(cluster.proposal(strict, cluster.entry(1), suspect));

        assertThat(outcome).isEqualTo(ItemOutcome.rejected(RejectionReason.WOULD_LOSE_DATA));
    }

    @Test
    void shouldAddReturnedReplicaInOrderOfPreference() {
        cluster.fence(2);
        cluster.activate(2);

        propose(cluster.proposal(partition, cluster.entry(3), cluster.entry(2), cluster.entry(1)));

        assertThat(cluster.holders(partition)).containsExactly(1, 2, 3);
    }

    @Test
    void shouldReplaceSuspectEntryOfTheSameBroker() {
        Partition strict = cluster.createTopic("strict", 3, 1, 2, 3);
        cluster.restart(2, RestartKind.LOSSY, 0);
        cluster.restart(3, RestartKind.LOSSY, 0);
        cluster.activate(2);
        Holder suspect = Objects.requireNonNull(cluster.now(strict).holder(new BrokerId(3)));

        ItemOutcome outcome = propose(cluster.proposal(strict, cluster.entry(1), cluster.entry(2), suspect));

        assertThat(outcome.accepted()).isTrue();
        assertThat(cluster.validated(strict)).containsExactly(1, 2);
    }

    @Test
    void shouldRefuseJoinOfFencedBroker() {
        cluster.fence(2);
        assertRefused(
                cluster.proposal(partition, cluster.entry(1), cluster.entry(2), cluster.entry(3)),
                RejectionReason.BROKER_NOT_READY);
    }

    @Test
    void shouldRefuseJoinOfDrainingBroker() {
        cluster.fence(2);
        cluster.activate(2);
        cluster.accept(new Command.DrainBroker(new BrokerId(2), true));
        assertRefused(
                cluster.proposal(partition, cluster.entry(1), cluster.entry(2), cluster.entry(3)),
                RejectionReason.BROKER_NOT_READY);
    }

    @Test
    void shouldRefuseJoinWithEpochOfAnEarlierLife() {
        Holder earlier = cluster.entry(2);
        cluster.restart(2, RestartKind.LOSSY, 0);
        cluster.activate(2);
        assertRefused(
                cluster.proposal(partition, cluster.entry(1), earlier, cluster.entry(3)),
                RejectionReason.STALE_BROKER_EPOCH);
    }

    @Test
    void shouldRefuseBrokerThatIsNoReplica() {
        assertRefused(
                cluster.proposal(partition, cluster.entry(1), cluster.entry(2), cluster.entry(4)),
                RejectionReason.INVALID_REQUEST);
    }

    @Test
    void shouldRefuseSetWithoutTheProposerOrWithDoubles() {
        assertRefused(cluster.proposal(partition, cluster.entry(2), cluster.entry(3)), RejectionReason.INVALID_REQUEST);
        assertRefused(cluster.proposal(partition, cluster.entry(1), cluster.entry(1)), RejectionReason.INVALID_REQUEST);
    }

    @Test
    void shouldRefuseStaleVersionEpochAndLeader() {
        Command.ProposeHolders proposal = cluster.proposal(partition, cluster.entry(1), cluster.entry(2));
        cluster.accept(proposal);
        assertRefused(proposal, RejectionReason.STALE_VERSION);

        cluster.fence(1);
        cluster.activate(1);
        assertRefused(proposal, RejectionReason.STALE_LEADER_EPOCH);

        Partition current = cluster.now(partition);
        HolderProposal item = new HolderProposal(
                current.uid(), current.leaderEpoch(), current.version(), List.of(cluster.entry(1), cluster.entry(2)));
        assertRefused(new Command.ProposeHolders(cluster.identity(1), List.of(item)), RejectionReason.NOT_LEADER);
    }

    @Test
    void shouldRejectWholeCommandOfStaleProposer() {
        Command.ProposeHolders proposal = cluster.proposal(partition, cluster.entry(1), cluster.entry(2));
        cluster.restart(1, RestartKind.CLEAN, 0);

        assertThat(cluster.reject(proposal)).isEqualTo(RejectionReason.STALE_BROKER_EPOCH);
    }

    @Test
    void shouldDecideEachItemAlone() {
        Partition other = cluster.createTopic("other", 2, 1, 2, 3);
        HolderProposal bad = new HolderProposal(
                partition.uid(), partition.leaderEpoch(), partition.version() + 1, List.of(cluster.entry(1)));
        HolderProposal gone = new HolderProposal(
                new PartitionUid(999), partition.leaderEpoch(), partition.version(), List.of(cluster.entry(1)));
        HolderProposal good = new HolderProposal(
                other.uid(), other.leaderEpoch(), other.version(), List.of(cluster.entry(1), cluster.entry(3)));

        CommandReply.Accepted reply =
                cluster.accept(new Command.ProposeHolders(cluster.identity(1), List.of(bad, gone, good)));

        assertThat(reply.items())
                .containsExactly(
                        ItemOutcome.rejected(RejectionReason.STALE_VERSION),
                        ItemOutcome.rejected(RejectionReason.TOPIC_NOT_FOUND),
                        ItemOutcome.ACCEPTED);
        assertThat(cluster.holders(other)).containsExactly(1, 3);
        assertThat(cluster.holders(partition)).containsExactly(1, 2, 3);
    }
}
