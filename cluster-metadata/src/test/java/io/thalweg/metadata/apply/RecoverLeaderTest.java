package io.thalweg.metadata.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.RecoveryEvidence;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.TopicConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RecoverLeaderTest {

    private final ClusterFixture cluster = ClusterFixture.withBrokers(3);
    private final Partition partition = createTopic();

    private Partition createTopic() {
        Command.CreateTopic plain = cluster.creation("t", 2, 1, 2);
        cluster.accept(new Command.CreateTopic(
                plain.topic(), "t", false, Map.of(TopicConfig.DURABILITY, "os"), plain.replicas()));
        return cluster.partition(new PartitionUid(1));
    }

    private void loseBoth() {
        cluster.fence(1, 2);
        cluster.restart(1, RestartKind.LOSSY, 0);
        cluster.restart(2, RestartKind.LOSSY, 0);
        cluster.activate(1);
        cluster.activate(2);
    }

    private RecoveryEvidence evidence(int broker, long lastEpoch, long logEnd) {
        return new RecoveryEvidence(cluster.identity(broker), lastEpoch, 0, logEnd, 0, false);
    }

    private Command.RecoverLeader recovery(Partition of, @Nullable BrokerId chosen, RecoveryEvidence... evidence) {
        Partition current = cluster.now(of);
        return new Command.RecoverLeader(
                current.uid(), current.leaderEpoch(), current.version(), List.of(evidence), true, "disks lost", chosen);
    }

    private Command.RecoverLeader unforced(Partition of, RecoveryEvidence... evidence) {
        Partition current = cluster.now(of);
        return new Command.RecoverLeader(
                current.uid(), current.leaderEpoch(), current.version(), List.of(evidence), false, "", null);
    }

    private Command.RecoverLeader recover(boolean forced, String reason, RecoveryEvidence... evidence) {
        Partition current = cluster.now(partition);
        return new Command.RecoverLeader(
                current.uid(), current.leaderEpoch(), current.version(), List.of(evidence), forced, reason, null);
    }

    @Test
    void shouldElectLongestLogOfNewestEpochAndKeepOthersAsSuspects() {
        loseBoth();

        cluster.accept(recover(false, "", evidence(1, 5, 100), evidence(2, 6, 50)));

        Partition after = cluster.now(partition);
        long index = cluster.image().index();
        assertThat(cluster.leader(partition)).isEqualTo(2);
        assertThat(cluster.validated(partition)).containsExactly(2);
        assertThat(cluster.holders(partition)).containsExactly(1, 2);
        assertThat(after.recoveryEpoch()).isEqualTo(index);
        assertThat(after.recoveries())
                .singleElement()
                .satisfies(recovery -> assertThat(recovery.epoch()).isEqualTo(index));
    }

    @Test
    void shouldRefuseWhileAHolderIsElectable() {
        assertThat(cluster.reject(recover(true, "because", evidence(1, 5, 100))))
                .isEqualTo(RejectionReason.RECOVERY_NOT_NEEDED);
    }

    @Test
    void shouldWaitForEvidenceOfEveryHolder() {
        loseBoth();

        assertThat(cluster.reject(recover(false, "", evidence(1, 5, 100)))).isEqualTo(RejectionReason.WOULD_LOSE_DATA);
    }

    @Test
    void shouldLetOperatorForceWithReasonOnly() {
        loseBoth();

        assertThat(cluster.reject(recover(true, " ", evidence(1, 5, 100)))).isEqualTo(RejectionReason.INVALID_REQUEST);
        assertThat(cluster.reject(recover(true, "reason"))).isEqualTo(RejectionReason.INVALID_REQUEST);
        cluster.accept(recover(true, "disk of 2 is gone", evidence(1, 5, 100)));
        assertThat(cluster.leader(partition)).isEqualTo(1);
    }

    @Test
    void shouldMakeFencedButValidatedHolderSuspectWhenForced() {
        cluster.fence(1, 2);
        cluster.restart(2, RestartKind.LOSSY, 0);
        cluster.activate(2);

        cluster.accept(recover(true, "1 is gone", evidence(2, 5, 100)));

        assertThat(cluster.leader(partition)).isEqualTo(2);
        assertThat(cluster.validated(partition)).containsExactly(2);
    }

    @Test
    void shouldWaitForOperatorWhenTopicSyncs() {
        Partition synced = cluster.createTopic("synced", 2, 1, 2);
        loseBoth();

        Command.RecoverLeader recovery = new Command.RecoverLeader(
                synced.uid(),
                cluster.now(synced).leaderEpoch(),
                cluster.now(synced).version(),
                List.of(evidence(1, 5, 100), evidence(2, 5, 100)),
                false,
                "",
                null);

        assertThat(cluster.reject(recovery)).isEqualTo(RejectionReason.WOULD_LOSE_DATA);
    }

    @Test
    void shouldLetAReplicaOutsideTheSetLeadIfItHasMost() {
        Partition wide = cluster.createTopic("wide", 2, 1, 2, 3);
        cluster.accept(cluster.proposal(wide, cluster.entry(1), cluster.entry(2)));
        loseBoth();

        cluster.accept(recovery(wide, null, evidence(1, 5, 100), evidence(2, 5, 90), evidence(3, 5, 120)));

        assertThat(cluster.leader(wide)).isEqualTo(3);
        assertThat(cluster.holders(wide)).containsExactly(1, 2, 3);
        assertThat(cluster.validated(wide)).containsExactly(3);
    }

    @Test
    void shouldWaitForLiveReplicasOutsideTheSetToo() {
        Command.CreateTopic plain = cluster.creation("wide", 2, 1, 2, 3);
        cluster.accept(new Command.CreateTopic(
                plain.topic(), "wide", false, Map.of(TopicConfig.DURABILITY, "os"), plain.replicas()));
        Partition wide = cluster.partition(new PartitionUid(2));
        cluster.accept(cluster.proposal(wide, cluster.entry(1), cluster.entry(2)));
        loseBoth();
        Command.RecoverLeader without = unforced(wide, evidence(1, 5, 100), evidence(2, 5, 90));

        assertThat(cluster.reject(without)).isEqualTo(RejectionReason.WOULD_LOSE_DATA);
        cluster.fence(3);
        cluster.accept(unforced(wide, evidence(1, 5, 100), evidence(2, 5, 90)));
    }

    @Test
    void shouldElectWhomTheOperatorChoseAndADamagedReplicaOnlyThen() {
        Partition wide = cluster.createTopic("wide", 2, 1, 2);
        loseBoth();
        RecoveryEvidence damaged = new RecoveryEvidence(cluster.identity(1), 9, 0, 200, 0, true);

        assertThat(cluster.reject(recovery(wide, null, damaged))).isEqualTo(RejectionReason.WOULD_LOSE_DATA);
        assertThat(cluster.reject(recover(false, "", damaged, evidence(2, 5, 90))))
                .isEqualTo(RejectionReason.WOULD_LOSE_DATA);
        cluster.accept(recovery(wide, null, damaged, evidence(2, 5, 90)));
        assertThat(cluster.leader(wide)).isEqualTo(2);
        cluster.fence(2);
        cluster.restart(2, RestartKind.LOSSY, 0);
        cluster.activate(2);
        cluster.accept(recovery(wide, new BrokerId(1), damaged, evidence(2, 5, 90)));
        cluster.accept(recovery(partition, new BrokerId(2), evidence(1, 5, 100), evidence(2, 5, 90)));

        assertThat(cluster.leader(wide)).isEqualTo(1);
        assertThat(cluster.leader(partition)).isEqualTo(2);
        assertThat(cluster.now(partition).recoveries())
                .singleElement()
                .satisfies(recovery -> assertThat(recovery.leader()).isEqualTo(new BrokerId(2)));
    }

    @Test
    void shouldRefuseEvidenceOfOthersAndStaleVersions() {
        loseBoth();

        assertThat(cluster.reject(recover(true, "because", evidence(3, 5, 100))))
                .isEqualTo(RejectionReason.INVALID_REQUEST);
        Command.RecoverLeader stale = new Command.RecoverLeader(
                partition.uid(), partition.leaderEpoch(), partition.version(), List.of(), true, "because", null);
        assertThat(cluster.reject(stale)).isEqualTo(RejectionReason.STALE_VERSION);
    }
}
