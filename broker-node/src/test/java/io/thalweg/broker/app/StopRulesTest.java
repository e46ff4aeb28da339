package io.thalweg.broker.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.model.BrokerId;
import org.junit.jupiter.api.Test;

final class StopRulesTest {

    private final ThreeRegistered cluster = new ThreeRegistered();
    private final StopRules first = new StopRules(new BrokerId(1));
    private final StopRules second = new StopRules(new BrokerId(2));

    @Test
    void shouldMoveLeadersToBrokersThatStay() {
        assertThat(first.leadersToMove(cluster.image())).isEqualTo(1);
        assertThat(second.leadersToMove(cluster.image())).isZero();

        cluster.apply(new Command.DrainBroker(new BrokerId(2), true));
        assertThat(first.leadersToMove(cluster.image())).isEqualTo(1);

        cluster.apply(new Command.DrainBroker(new BrokerId(3), true));
        assertThat(first.leadersToMove(cluster.image())).isZero();
    }

    @Test
    void shouldAwaitAReplicaThatCatchesUpAndIsNeeded() {
        assertThat(second.replicasToAwait(cluster.image())).isZero();

        cluster.fence(3);
        assertThat(second.replicasToAwait(cluster.image())).isZero();

        cluster.join(3);
        assertThat(second.replicasToAwait(cluster.image())).isEqualTo(1);
    }

    @Test
    void shouldNameTheBrokerWhoseTurnItIs() {
        assertThat(first.stopping(cluster.image())).isNull();

        cluster.apply(new Command.StopBroker(cluster.identity(2)));
        assertThat(first.stopping(cluster.image())).isEqualTo(new BrokerId(2));
        assertThat(second.stopping(cluster.image())).isNull();

        cluster.fence(2);
        assertThat(first.stopping(cluster.image())).isNull();
    }

    @Test
    void shouldSeeWhenNobodyElseServes() {
        assertThat(first.othersServe(cluster.image())).isTrue();
        cluster.fence(2);
        cluster.fence(3);
        assertThat(first.othersServe(cluster.image())).isFalse();
    }

    @Test
    void shouldNotAskForATurnWhenItWasRemoved() {
        StopRules fourth = new StopRules(new BrokerId(4));
        cluster.join(4);
        assertThat(fourth.othersServe(cluster.image())).isTrue();
        cluster.apply(new Command.DrainBroker(new BrokerId(4), true));
        cluster.apply(new Command.RemoveBroker(cluster.identity(4)));

        assertThat(fourth.othersServe(cluster.image())).isFalse();
    }
}
