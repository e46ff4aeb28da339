package io.thalweg.metadata.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.apply.ClusterFixture;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SuccessionTest {

    private final ClusterFixture cluster = ClusterFixture.withBrokers(3);
    private final Partition partition = cluster.createTopic("t", 2, 1, 2, 3);

    private @Nullable Succession wanted() {
        return Succession.of(cluster.image(), cluster.now(partition));
    }

    private void drain(int id) {
        cluster.accept(new Command.DrainBroker(new BrokerId(id), true));
    }

    @Test
    void shouldLeavePreferredLeaderInPlace() {
        assertThat(wanted()).isNull();
    }

    @Test
    void shouldLeaveDrainingBrokerAtOnce() {
        drain(1);

        assertThat(wanted()).isEqualTo(new Succession(new BrokerId(2), true));
    }

    @Test
    void shouldPassOverOtherDrainingBrokers() {
        drain(1);
        drain(2);
        assertThat(wanted()).isEqualTo(new Succession(new BrokerId(3), true));

        drain(3);
        assertThat(wanted()).isNull();
    }

    @Test
    void shouldReturnToPreferredReplicaOnceItHoldsEverythingAgain() {
        cluster.fence(1);
        cluster.activate(1);
        assertThat(wanted()).isNull();

        cluster.accept(cluster.proposal(partition, cluster.entry(1), cluster.entry(2), cluster.entry(3)));

        assertThat(wanted()).isEqualTo(new Succession(new BrokerId(1), false));
    }

    @Test
    void shouldNotMoveBetweenReplicasThatAreNotPreferred() {
        cluster.fence(1, 2);
        cluster.activate(2);
        assertThat(cluster.leader(partition)).isEqualTo(3);

        cluster.accept(cluster.proposal(partition, cluster.entry(2), cluster.entry(3)));

        assertThat(wanted()).isNull();
    }

    @Test
    void shouldWantNothingWithoutLeader() {
        cluster.fence(1, 2, 3);

        assertThat(wanted()).isNull();
    }
}
