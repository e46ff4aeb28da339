package io.thalweg.metadata.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.event.StoragePosition;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.StorageMark;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RegisterBrokerTest {

    private final ClusterFixture cluster = ClusterFixture.withBrokers(3);

    @Test
    void shouldGiveNewBrokerTheIndexAsEpochAndKeepItFenced() {
        CommandReply.Accepted reply =
                cluster.accept(new Command.RegisterBroker(ClusterFixture.registration(4, 1, RestartKind.LOSSY, 0, 77)));

        assertThat(reply.brokerEpoch().value()).isEqualTo(cluster.image().index());
        assertThat(cluster.broker(4).active()).isFalse();
        assertThat(cluster.broker(4).storage()).isEqualTo(new StorageMark(77, 77));
        assertThat(cluster.changes().brokers()).containsExactly(new BrokerId(4));
    }

    @Test
    void shouldAnswerSameIncarnationWithItsEpochAndChangeNothing() {
        BrokerIdentity before = cluster.identity(1);
        long digest = cluster.image().digest();

        CommandReply.Accepted reply =
                cluster.accept(new Command.RegisterBroker(ClusterFixture.registration(1, 1, RestartKind.LOSSY, 0, 0)));

        assertThat(reply.brokerEpoch()).isEqualTo(before.epoch());
        assertThat(cluster.broker(1).active()).isTrue();
        assertThat(cluster.image().digest()).isEqualTo(digest);
    }

    @Test
    void shouldAcceptNewIncarnationOnSameStorageWhileOldOneIsActive() {
        BrokerIdentity before = cluster.identity(1);

        BrokerIdentity after = cluster.restart(1, RestartKind.PROCESS, 0);

        assertThat(after.epoch()).isGreaterThan(before.epoch());
        assertThat(cluster.broker(1).active()).isFalse();
    }

    @Test
    void shouldRefuseOtherStorageWhileOldOneIsActive() {
        RejectionReason reason = cluster.reject(
                new Command.RegisterBroker(ClusterFixture.registration(1, 2, 50, RestartKind.LOSSY, 0, 0)));

        assertThat(reason).isEqualTo(RejectionReason.BROKER_ID_IN_USE);
    }

    @Test
    void shouldAcceptOtherStorageOnceFencedAndCarryNothing() {
        Partition partition = cluster.createTopic("t", 3, 1, 2, 3);
        long epoch = cluster.identity(1).epoch().value();
        cluster.fence(1);

        cluster.accept(
                new Command.RegisterBroker(ClusterFixture.registration(1, 2, 50, RestartKind.CLEAN, epoch, 1_000)));

        assertThat(cluster.validated(partition)).containsExactly(2, 3);
        assertThat(cluster.holders(partition)).containsExactly(1, 2, 3);
    }

    @Test
    void shouldRefuseStorageOfAnotherBroker() {
        RejectionReason reason = cluster.reject(
                new Command.RegisterBroker(ClusterFixture.registration(9, 1, 2, RestartKind.LOSSY, 0, 0)));

        assertThat(reason).isEqualTo(RejectionReason.BROKER_ID_IN_USE);
    }

    @ParameterizedTest
    @EnumSource(
            value = RestartKind.class,
            names = {"CLEAN", "PROCESS", "POWER"})
    void shouldCarryValidationWhenNothingWasLost(RestartKind kind) {
        Partition partition = cluster.createTopic("t", 3, 1, 2, 3);

        cluster.restart(2, kind, 10);

        assertThat(cluster.validated(partition)).containsExactly(1, 2, 3);
        assertThat(cluster.now(partition).version()).isEqualTo(cluster.image().index());
    }

    @Test
    void shouldMakeAllEntriesSuspectAfterLossyRestart() {
        Partition partition = cluster.createTopic("t", 3, 1, 2, 3);

        cluster.restart(2, RestartKind.LOSSY, 10);

        assertThat(cluster.validated(partition)).containsExactly(1, 3);
        assertThat(cluster.holders(partition)).containsExactly(1, 2, 3);
    }

    @Test
    void shouldMakeOnlyLossyPartitionsSuspect() {
        Partition kept = cluster.createTopic("kept", 3, 1, 2, 3);
        Partition lost = cluster.createTopic("lost", 3, 1, 2, 3);

        cluster.restart(2, RestartKind.POWER, 10, lost.uid().value());

        assertThat(cluster.validated(kept)).containsExactly(1, 2, 3);
        assertThat(cluster.validated(lost)).containsExactly(1, 3);
    }

    @Test
    void shouldNotCarryWhenMarkerNamesAnotherEpoch() {
        Partition partition = cluster.createTopic("t", 3, 1, 2, 3);
        long wrong = cluster.identity(2).epoch().value() - 1;

        cluster.accept(new Command.RegisterBroker(ClusterFixture.registration(2, 2, RestartKind.CLEAN, wrong, 1_000)));

        assertThat(cluster.validated(partition)).containsExactly(1, 3);
    }

    @Test
    void shouldNotRevalidateEntryOfAnOlderLife() {
        Partition partition = cluster.createTopic("t", 3, 1, 2, 3);
        cluster.restart(2, RestartKind.LOSSY, 10);

        cluster.restart(2, RestartKind.CLEAN, 10);

        assertThat(cluster.validated(partition)).containsExactly(1, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "PROCESS, 199, false",
        "PROCESS, 200, true",
        "CLEAN, 199, false",
        "CLEAN, 200, true",
        "POWER, 99, false",
        "POWER, 100, true"
    })
    void shouldCarryOnlyWhenStorageIsNotBehindItsRecord(RestartKind kind, long position, boolean carried) {
        Partition partition = cluster.createTopic("t", 3, 1, 2, 3);
        cluster.accept(
                new Command.Tick(5, List.of(new StoragePosition(cluster.identity(2), new StorageMark(100, 200)))));

        cluster.restart(2, kind, position);

        assertThat(cluster.validated(partition).contains(2)).isEqualTo(carried);
    }

    @Test
    void shouldElectAnotherLeaderWhenTheLeaderRegistersAgain() {
        Partition partition = cluster.createTopic("t", 3, 1, 2, 3);

        cluster.restart(1, RestartKind.CLEAN, 0);

        assertThat(cluster.leader(partition)).isEqualTo(2);
        assertThat(cluster.now(partition).leaderEpoch().value())
                .isEqualTo(cluster.image().index());
    }

    @Test
    void shouldTrimTheRegisteringBrokerWhenEnoughElectableHoldersRemain() {
        Partition partition = cluster.createTopic("t", 2, 1, 2, 3);

        cluster.restart(2, RestartKind.CLEAN, 0);

        assertThat(cluster.holders(partition)).containsExactly(1, 3);
    }

    @Test
    void shouldLeavePartitionLeaderlessWhenNobodyIsElectable() {
        Partition partition = cluster.createTopic("t", 1, 1);

        cluster.restart(1, RestartKind.CLEAN, 0);

        assertThat(cluster.leader(partition)).isZero();
        assertThat(cluster.validated(partition)).containsExactly(1);
    }

    @Test
    void shouldLiftDrainForNewIncarnation() {
        cluster.accept(new Command.DrainBroker(new BrokerId(1), true));

        cluster.restart(1, RestartKind.CLEAN, 0);

        assertThat(cluster.broker(1).draining()).isFalse();
    }
}
