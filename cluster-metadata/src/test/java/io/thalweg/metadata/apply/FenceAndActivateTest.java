package io.thalweg.metadata.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.ItemOutcome;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.RestartKind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FenceAndActivateTest {

    private final ClusterFixture cluster = ClusterFixture.withBrokers(3);

    @Test
    void shouldElectFirstElectableHolderAndTrimFencedOne() {
        Partition partition = cluster.createTopic("t", 2, 1, 2, 3);

        cluster.fence(1);

        assertThat(cluster.leader(partition)).isEqualTo(2);
        assertThat(cluster.holders(partition)).containsExactly(2, 3);
        assertThat(cluster.image().inSync(cluster.now(partition))).containsExactly(new BrokerId(2), new BrokerId(3));
    }

    @Test
    void shouldNotTrimBelowMinInsyncReplicas() {
        Partition partition = cluster.createTopic("t", 2, 1, 2);

        cluster.fence(1);

        assertThat(cluster.leader(partition)).isEqualTo(2);
        assertThat(cluster.holders(partition)).containsExactly(1, 2);
        assertThat(cluster.validated(partition)).containsExactly(1, 2);
    }

    @Test
    void shouldNotElectAnyOfTheBrokersFencedTogether() {
        Partition partition = cluster.createTopic("t", 1, 1, 2, 3);

        cluster.fence(1, 2);

        assertThat(cluster.leader(partition)).isEqualTo(3);
        assertThat(cluster.holders(partition)).containsExactly(3);
    }

    @Test
    void shouldGiveAllPartitionsOneEpoch() {
        Partition first = cluster.createTopic("a", 2, 1, 2, 3);
        Partition second = cluster.createTopic("b", 2, 1, 3, 2);

        cluster.fence(1);

        long index = cluster.image().index();
        assertThat(cluster.now(first).leaderEpoch().value()).isEqualTo(index);
        assertThat(cluster.now(second).leaderEpoch().value()).isEqualTo(index);
        assertThat(cluster.changes().partitions()).containsExactlyInAnyOrder(first.uid(), second.uid());
    }

    @Test
    void shouldRejectOnlyTheItemsOfStaleEpochs() {
        BrokerIdentity stale = new BrokerIdentity(new BrokerId(1), new BrokerEpoch(9_999));

        CommandReply.Accepted reply = cluster.accept(new Command.FenceBrokers(List.of(stale, cluster.identity(2))));

        assertThat(reply.items())
                .containsExactly(ItemOutcome.rejected(RejectionReason.STALE_BROKER_EPOCH), ItemOutcome.ACCEPTED);
        assertThat(cluster.broker(1).active()).isTrue();
        assertThat(cluster.broker(2).active()).isFalse();
    }

    @Test
    void shouldChangeNothingWhenFencedAgain() {
        Partition partition = cluster.createTopic("t", 2, 1, 2, 3);
        cluster.fence(1);
        Partition before = cluster.now(partition);

        cluster.fence(1);

        assertThat(cluster.now(partition)).isEqualTo(before);
        assertThat(cluster.changes().empty()).isTrue();
    }

    @Test
    void shouldReviveLeaderlessPartitionOnActivation() {
        Partition partition = cluster.createTopic("t", 2, 1, 2);
        cluster.fence(1, 2);
        assertThat(cluster.leader(partition)).isZero();

        cluster.activate(2);

        assertThat(cluster.leader(partition)).isEqualTo(2);
        assertThat(cluster.now(partition).leaderEpoch().value())
                .isEqualTo(cluster.image().index());
    }

    @Test
    void shouldNotElectSuspectOnActivation() {
        Partition partition = cluster.createTopic("t", 2, 1, 2);
        cluster.fence(1, 2);
        cluster.restart(2, RestartKind.LOSSY, 0);

        cluster.activate(2);

        assertThat(cluster.leader(partition)).isZero();
    }

    @Test
    void shouldLeavePartitionsWithLeaderAloneOnActivation() {
        Partition partition = cluster.createTopic("t", 2, 1, 2, 3);
        cluster.fence(1);
        Partition before = cluster.now(partition);

        cluster.activate(1);

        assertThat(cluster.now(partition)).isEqualTo(before);
    }

    @Test
    void shouldRejectActivationOfStaleEpochAndOfUnknownBroker() {
        BrokerIdentity stale = new BrokerIdentity(new BrokerId(1), new BrokerEpoch(9_999));
        BrokerIdentity unknown = new BrokerIdentity(new BrokerId(77), new BrokerEpoch(1));

        assertThat(cluster.reject(new Command.ActivateBroker(stale))).isEqualTo(RejectionReason.STALE_BROKER_EPOCH);
        assertThat(cluster.reject(new Command.ActivateBroker(unknown))).isEqualTo(RejectionReason.BROKER_NOT_FOUND);
    }

    @Test
    void shouldAcceptActivationTwice() {
        long digest = cluster.image().digest();

        cluster.activate(1);

        assertThat(cluster.image().digest()).isEqualTo(digest);
    }

    @Test
    void shouldPreferLeadersThatAreNotDraining() {
        Partition partition = cluster.createTopic("t", 2, 1, 2, 3);
        cluster.accept(new Command.DrainBroker(new BrokerId(2), true));

        cluster.fence(1);

        assertThat(cluster.leader(partition)).isEqualTo(3);
    }

    @Test
    void shouldElectDrainingBrokerRatherThanNobody() {
        Partition partition = cluster.createTopic("t", 2, 1, 2);
        cluster.accept(new Command.DrainBroker(new BrokerId(2), true));

        cluster.fence(1);

        assertThat(cluster.leader(partition)).isEqualTo(2);
    }

    @Test
    void shouldMarkAndUnmarkDrainWithoutMovingLeaders() {
        Partition partition = cluster.createTopic("t", 2, 1, 2, 3);

        cluster.accept(new Command.DrainBroker(new BrokerId(1), true));
        assertThat(cluster.broker(1).draining()).isTrue();
        assertThat(cluster.leader(partition)).isEqualTo(1);
        assertThat(cluster.changes().brokers()).containsExactly(new BrokerId(1));

        cluster.accept(new Command.DrainBroker(new BrokerId(1), false));
        assertThat(cluster.broker(1).draining()).isFalse();
    }

    @Test
    void shouldRejectDrainOfUnknownBroker() {
        assertThat(cluster.reject(new Command.DrainBroker(new BrokerId(77), true)))
                .isEqualTo(RejectionReason.BROKER_NOT_FOUND);
    }
}
