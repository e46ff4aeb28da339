package io.thalweg.broker.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.runtime.testing.DirectMetadata;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.TopicId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three brokers, one partition that broker 1 leads. */
final class StopRulesTest {

    private final DirectMetadata metadata = new DirectMetadata(new UUID(1, 1));
    private final Map<Integer, BrokerIdentity> brokers = new HashMap<>();
    private final StopRules first = new StopRules(new BrokerId(1));
    private final StopRules second = new StopRules(new BrokerId(2));

    @BeforeEach
    void create() {
        IntStream.rangeClosed(1, 3).forEach(this::join);
        List<BrokerId> replicas =
                IntStream.rangeClosed(1, 3).mapToObj(BrokerId::new).toList();
        metadata.apply(new Command.CreateTopic(
                new TopicId(new UUID(2, 2)), "t", false, Map.of("min.insync.replicas", "2"), List.of(replicas)));
    }

    @Test
    void shouldMoveLeadersToBrokersThatStay() {
        assertThat(first.leadersToMove(metadata.image())).isEqualTo(1);
        assertThat(second.leadersToMove(metadata.image())).isZero();

        metadata.apply(new Command.DrainBroker(new BrokerId(2), true));
        assertThat(first.leadersToMove(metadata.image())).isEqualTo(1);

        metadata.apply(new Command.DrainBroker(new BrokerId(3), true));
        assertThat(first.leadersToMove(metadata.image())).isZero();
    }

    @Test
    void shouldAwaitAReplicaThatCatchesUpAndIsNeeded() {
        assertThat(second.replicasToAwait(metadata.image())).isZero();

        fence(3);
        assertThat(second.replicasToAwait(metadata.image())).isZero();

        join(3);
        assertThat(second.replicasToAwait(metadata.image())).isEqualTo(1);
    }

    @Test
    void shouldNameTheBrokerWhoseTurnItIs() {
        assertThat(first.stopping(metadata.image())).isNull();

        metadata.apply(new Command.StopBroker(Objects.requireNonNull(brokers.get(2))));
        assertThat(first.stopping(metadata.image())).isEqualTo(new BrokerId(2));
        assertThat(second.stopping(metadata.image())).isNull();

        fence(2);
        assertThat(first.stopping(metadata.image())).isNull();
    }

    @Test
    void shouldSeeWhenNobodyElseServes() {
        assertThat(first.othersServe(metadata.image())).isTrue();
        fence(2);
        fence(3);
        assertThat(first.othersServe(metadata.image())).isFalse();
    }

    @Test
    void shouldNotAskForATurnWhenItWasRemoved() {
        StopRules fourth = new StopRules(new BrokerId(4));
        join(4);
        assertThat(fourth.othersServe(metadata.image())).isTrue();
        metadata.apply(new Command.DrainBroker(new BrokerId(4), true));
        metadata.apply(new Command.RemoveBroker(Objects.requireNonNull(brokers.get(4))));

        assertThat(fourth.othersServe(metadata.image())).isFalse();
    }

    private void fence(int id) {
        metadata.apply(new Command.FenceBrokers(List.of(Objects.requireNonNull(brokers.get(id)))));
    }

    /** A new life of the broker, which does not count as a holder. */
    private void join(int id) {
        BrokerId broker = new BrokerId(id);
        CommandReply reply = metadata.apply(new Command.RegisterBroker(new BrokerRegistration(
                broker,
                UUID.randomUUID(),
                new UUID(3, id),
                new TreeMap<>(),
                "",
                RestartKind.LOSSY,
                BrokerEpoch.NONE,
                0,
                List.of(),
                1)));
        BrokerIdentity identity = new BrokerIdentity(broker, ((CommandReply.Accepted) reply).brokerEpoch());
        brokers.put(id, identity);
        metadata.apply(new Command.ActivateBroker(identity));
    }
}
