package io.thalweg.metadata.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.Drain;
import io.thalweg.metadata.model.RestartKind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StopBrokerTest {

    private final ClusterFixture cluster = ClusterFixture.withBrokers(3);

    private Command.StopBroker stop(int id) {
        return new Command.StopBroker(cluster.identity(id));
    }

    @Test
    void shouldDrainTheBroker() {
        cluster.accept(stop(1));
        assertThat(cluster.broker(1).draining()).isTrue();
        assertThat(cluster.broker(1).stopping()).isTrue();
    }

    @Test
    void shouldGiveTheTurnToOneBrokerAtATime() {
        cluster.accept(stop(1));
        assertThat(cluster.reject(stop(2))).isEqualTo(RejectionReason.ANOTHER_BROKER_STOPS);
        cluster.accept(stop(1));

        cluster.accept(new Command.FenceBrokers(List.of(cluster.identity(1))));

        cluster.accept(stop(2));
        assertThat(cluster.broker(2).stopping()).isTrue();
    }

    @Test
    void shouldNotWaitForABrokerThatAnOperatorDrains() {
        cluster.accept(new Command.DrainBroker(new BrokerId(1), true));
        cluster.accept(stop(2));
        assertThat(cluster.broker(2).stopping()).isTrue();
    }

    @Test
    void shouldEndWithTheLifeOfTheBroker() {
        BrokerIdentity earlier = cluster.identity(1);
        cluster.accept(stop(1));
        cluster.restart(1, RestartKind.CLEAN, 0);
        assertThat(cluster.broker(1).drain()).isEqualTo(Drain.NONE);

        assertThat(cluster.reject(new Command.StopBroker(earlier))).isEqualTo(RejectionReason.STALE_BROKER_EPOCH);
        assertThat(cluster.broker(1).drain()).isEqualTo(Drain.NONE);
    }

    @Test
    void shouldGoOnStoppingWhateverAnOperatorSays() {
        cluster.accept(stop(1));
        cluster.accept(new Command.DrainBroker(new BrokerId(1), false));
        assertThat(cluster.broker(1).stopping()).isTrue();
    }
}
