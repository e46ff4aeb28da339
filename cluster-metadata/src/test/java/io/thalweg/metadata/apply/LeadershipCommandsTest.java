package io.thalweg.metadata.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.HandOffProposal;
import io.thalweg.metadata.event.ItemOutcome;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.RestartKind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LeadershipCommandsTest {

    private final ClusterFixture cluster = ClusterFixture.withBrokers(4);
    private final Partition partition = cluster.createTopic("t", 2, 1, 2, 3);

    private Command.HandOff handOff(int from, BrokerIdentity target) {
        Partition current = cluster.now(partition);
        return new Command.HandOff(
                cluster.identity(from),
                List.of(new HandOffProposal(current.uid(), current.leaderEpoch(), current.version(), target)));
    }

    private void assertRefused(Command.HandOff command, RejectionReason reason) {
        Partition before = cluster.now(partition);
        assertThat(cluster.accept(command).items()).containsExactly(ItemOutcome.rejected(reason));
        assertThat(cluster.now(partition)).isEqualTo(before);
    }

    @Test
    void shouldHandLeadershipToElectableHolder() {
        cluster.accept(handOff(1, cluster.identity(3)));

        assertThat(cluster.leader(partition)).isEqualTo(3);
        assertThat(cluster.now(partition).leaderEpoch().value())
                .isEqualTo(cluster.image().index());
        assertThat(cluster.now(partition).holders()).isEqualTo(partition.holders());
        assertThat(cluster.image().partitionsLedBy(new BrokerId(3))).containsExactly(cluster.now(partition));
    }

    @Test
    void shouldRefuseHandOffToBrokerThatCannotLead() {
        assertRefused(handOff(1, cluster.identity(4)), RejectionReason.BROKER_NOT_READY);
        assertRefused(handOff(1, cluster.identity(1)), RejectionReason.BROKER_NOT_READY);
        BrokerIdentity otherLife = new BrokerIdentity(new BrokerId(2), new BrokerEpoch(9_999));
        assertRefused(handOff(1, otherLife), RejectionReason.BROKER_NOT_READY);
        cluster.accept(new Command.DrainBroker(new BrokerId(2), true));
        assertRefused(handOff(1, cluster.identity(2)), RejectionReason.BROKER_NOT_READY);
        cluster.fence(3);
        assertRefused(handOff(1, cluster.identity(3)), RejectionReason.BROKER_NOT_READY);
    }

    @Test
    void shouldRefuseHandOffOfWhoeverDoesNotLead() {
        assertRefused(handOff(2, cluster.identity(3)), RejectionReason.NOT_LEADER);
        Command.HandOff first = handOff(1, cluster.identity(2));
        cluster.accept(first);
        assertRefused(first, RejectionReason.STALE_LEADER_EPOCH);
    }

    @Test
    void shouldHandOverWhatItCanOfOneCommand() {
        Partition other = cluster.createTopic("other", 2, 1, 2, 3);
        Command.HandOff good = handOff(1, cluster.identity(3));
        HandOffProposal stale =
                new HandOffProposal(other.uid(), other.leaderEpoch(), other.version() + 1, cluster.identity(3));

        CommandReply.Accepted reply = cluster.accept(new Command.HandOff(
                cluster.identity(1), List.of(stale, good.items().get(0))));

        assertThat(reply.items())
                .containsExactly(ItemOutcome.rejected(RejectionReason.STALE_VERSION), ItemOutcome.ACCEPTED);
        assertThat(cluster.leader(other)).isEqualTo(1);
        assertThat(cluster.leader(partition)).isEqualTo(3);
    }

    @Test
    void shouldMakeDamagedReplicaSuspectAndElectIfItLed() {
        Partition strict = cluster.createTopic("strict", 3, 1, 2, 3);

        cluster.accept(new Command.ReportFault(cluster.identity(1), strict.uid(), 0, "bad checksum"));

        assertThat(cluster.leader(strict)).isEqualTo(2);
        assertThat(cluster.holders(strict)).containsExactly(1, 2, 3);
        assertThat(cluster.validated(strict)).containsExactly(2, 3);
    }

    @Test
    void shouldTrimDamagedReplicaWhenEnoughRemain() {
        cluster.accept(new Command.ReportFault(cluster.identity(2), partition.uid(), 0, "bad checksum"));

        assertThat(cluster.holders(partition)).containsExactly(1, 3);
        assertThat(cluster.now(partition).leaderEpoch()).isEqualTo(partition.leaderEpoch());
    }

    @Test
    void shouldAcceptFaultTwiceAndFromNonHolder() {
        Partition strict = cluster.createTopic("strict", 3, 1, 2, 3);
        cluster.accept(new Command.ReportFault(cluster.identity(2), strict.uid(), 0, "bad checksum"));
        long digest = cluster.image().digest();

        cluster.accept(new Command.ReportFault(cluster.identity(2), strict.uid(), 0, "bad checksum"));
        cluster.accept(new Command.ReportFault(cluster.identity(4), strict.uid(), 0, "bad checksum"));

        assertThat(cluster.image().digest()).isEqualTo(digest);
    }

    @Test
    void shouldKeepTheIndexOfAFaultUntilTheBrokersNextLife() {
        cluster.accept(new Command.ReportFault(cluster.identity(2), partition.uid(), 0, "bad checksum"));
        long first = cluster.now(partition).fault(new BrokerId(2));
        long version = cluster.now(partition).version();

        cluster.accept(new Command.ReportFault(cluster.identity(2), partition.uid(), 0, "the same, late"));
        long repeated = cluster.now(partition).fault(new BrokerId(2));
        cluster.accept(new Command.ReportFault(cluster.identity(2), partition.uid(), first, "another"));
        long second = cluster.now(partition).fault(new BrokerId(2));

        assertThat(first).isEqualTo(version).isPositive();
        assertThat(repeated).isEqualTo(first);
        assertThat(second).isEqualTo(cluster.now(partition).version()).isGreaterThan(first);
        cluster.restart(2, RestartKind.PROCESS, 0);
        assertThat(cluster.now(partition).fault(new BrokerId(2))).isZero();
    }

    @Test
    void shouldRejectFaultOfStaleLifeAndUnknownPartition() {
        BrokerIdentity stale = new BrokerIdentity(new BrokerId(1), new BrokerEpoch(9_999));
        assertThat(cluster.reject(new Command.ReportFault(stale, partition.uid(), 0, "")))
                .isEqualTo(RejectionReason.STALE_BROKER_EPOCH);
        assertThat(cluster.reject(new Command.ReportFault(cluster.identity(1), new PartitionUid(999), 0, "")))
                .isEqualTo(RejectionReason.TOPIC_NOT_FOUND);
    }
}
