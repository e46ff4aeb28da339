package io.thalweg.metadata.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.event.ReplicaMove;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.RestartKind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RemoveBrokerTest {

    private final ClusterFixture cluster = ClusterFixture.withBrokers(4);

    private Command.RemoveBroker removal(int id) {
        return new Command.RemoveBroker(cluster.identity(id));
    }

    private void drain(int id) {
        cluster.accept(new Command.DrainBroker(new BrokerId(id), true));
    }

    @Test
    void shouldRemoveADrainingBrokerWithoutReplicas() {
        cluster.createTopic("t", 2, 1, 2, 3);
        drain(4);
        Command.RemoveBroker removal = removal(4);

        cluster.accept(removal);

        assertThat(cluster.image().broker(new BrokerId(4))).isNull();
        assertThat(cluster.changes().brokers()).containsExactly(new BrokerId(4));
        cluster.accept(removal);
        assertThat(cluster.changes().empty()).isTrue();
    }

    @Test
    void shouldRefuseABrokerThatTakesReplicas() {
        assertThat(cluster.reject(removal(4))).isEqualTo(RejectionReason.BROKER_IN_USE);
    }

    @Test
    void shouldRefuseABrokerWithReplicasAlsoWithThoseBeingAdded() {
        Partition partition = cluster.createTopic("t", 2, 1, 2, 3);
        cluster.accept(new Command.Reassign(List.of(new ReplicaMove(
                partition.uid(), partition.version(), List.of(new BrokerId(1), new BrokerId(2), new BrokerId(4))))));
        drain(3);
        drain(4);
        assertThat(cluster.reject(removal(3))).isEqualTo(RejectionReason.BROKER_IN_USE);
        assertThat(cluster.reject(removal(4))).isEqualTo(RejectionReason.BROKER_IN_USE);
    }

    @Test
    void shouldRefuseAnEarlierLife() {
        drain(4);
        BrokerIdentity earlier = new BrokerIdentity(new BrokerId(4), new BrokerEpoch(1));
        assertThat(cluster.reject(new Command.RemoveBroker(earlier))).isEqualTo(RejectionReason.STALE_BROKER_EPOCH);
    }

    @Test
    void shouldNotTakeBackWhatWasRemoved() {
        drain(4);
        long epoch = cluster.broker(4).epoch().value();
        cluster.accept(removal(4));

        BrokerRegistration old = ClusterFixture.registration(4, 2, RestartKind.CLEAN, epoch, 0);
        assertThat(cluster.reject(new Command.RegisterBroker(old))).isEqualTo(RejectionReason.BROKER_REMOVED);

        BrokerRegistration empty = ClusterFixture.registration(4, 3, 77, RestartKind.LOSSY, 0, 0);
        cluster.accept(new Command.RegisterBroker(empty));
    }
}
