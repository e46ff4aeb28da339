package io.thalweg.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.apply.ClusterFixture;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.RecoveryEvidence;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.TopicConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class RecoveryDutyTest {

    private final ClusterFixture cluster = ClusterFixture.withBrokers(3);
    private final Partition lazy = lazyTopic();
    private final Partition synced = cluster.createTopic("synced", 2, 1, 2);
    private final RecoveryDuty duty = new RecoveryDuty();
    private long now;

    private Partition lazyTopic() {
        Command.CreateTopic plain = cluster.creation("lazy", 2, 1, 2);
        cluster.accept(new Command.CreateTopic(
                plain.topic(), "lazy", false, Map.of(TopicConfig.DURABILITY, "os"), plain.replicas()));
        return cluster.partition(Objects.requireNonNull(cluster.image().topic("lazy"))
                .partitions()
                .get(0));
    }

    private void loseEverything() {
        cluster.fence(1, 2);
        cluster.restart(1, RestartKind.LOSSY, 0);
        cluster.restart(2, RestartKind.LOSSY, 0);
    }

    private RecoveryDuty.Due due() {
        now += RecoveryDuty.PERIOD_MILLIS;
        return duty.due(cluster.image(), now);
    }

    private void hear(BrokerIdentity broker, long logEnd) {
        Partition current = cluster.now(lazy);
        duty.heard(lazy.uid(), current.leaderEpoch(), new RecoveryEvidence(broker, 5, 0, logEnd, 10, false));
    }

    @Test
    void shouldAskLiveReplicasAndOnlyForTopicsThatDoNotSync() {
        loseEverything();
        cluster.activate(1);
        RecoveryDuty.Question question =
                new RecoveryDuty.Question(lazy.uid(), cluster.now(lazy).leaderEpoch());

        assertThat(due().questions()).isEqualTo(Map.of(cluster.identity(1), List.of(question)));
        assertThat(cluster.leader(synced)).isZero();
        assertThat(due().recoveries()).isEmpty();
    }

    @Test
    void shouldWaitForEveryHolderThenRecoverWithTheLongestLog() {
        loseEverything();
        cluster.activate(1);
        hear(cluster.identity(1), 70);
        assertThat(due()).isEqualTo(RecoveryDuty.Due.NOTHING);

        cluster.activate(2);
        assertThat(due().questions()).containsOnlyKeys(cluster.identity(2));
        hear(cluster.identity(2), 80);
        List<Command> recoveries = due().recoveries();

        assertThat(recoveries).hasSize(1);
        cluster.accept(recoveries.get(0));
        assertThat(cluster.leader(lazy)).isEqualTo(2);
        assertThat(due()).isEqualTo(RecoveryDuty.Due.NOTHING);
    }

    @Test
    void shouldNotCountEvidenceOfAnEarlierLife() {
        loseEverything();
        cluster.activate(1);
        cluster.activate(2);
        hear(cluster.identity(1), 70);
        BrokerIdentity before = cluster.identity(2);
        hear(before, 80);
        cluster.restart(2, RestartKind.LOSSY, 0);
        cluster.activate(2);

        RecoveryDuty.Due due = due();

        assertThat(due.recoveries()).isEmpty();
        assertThat(due.questions()).containsOnlyKeys(cluster.identity(2));
    }

    @Test
    void shouldNotCountEvidenceOfAnEarlierLeaderEpoch() {
        loseEverything();
        cluster.activate(1);
        cluster.activate(2);
        hear(cluster.identity(1), 70);
        hear(cluster.identity(2), 80);
        cluster.accept(due().recoveries().get(0));
        cluster.fence(2);

        assertThat(cluster.leader(lazy)).isZero();
        cluster.restart(2, RestartKind.LOSSY, 0);
        cluster.activate(2);
        assertThat(due().questions()).containsOnlyKeys(cluster.identity(1), cluster.identity(2));
    }

    @Test
    void shouldLookNoMoreOftenThanItsPeriod() {
        loseEverything();
        cluster.activate(1);

        assertThat(due().questions()).isNotEmpty();
        assertThat(duty.due(cluster.image(), now + RecoveryDuty.PERIOD_MILLIS - 1))
                .isEqualTo(RecoveryDuty.Due.NOTHING);
    }
}
