package io.thalweg.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.apply.ClusterFixture;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.RestartKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EvacuationPlannerTest {

    private static final BrokerId FOUR = new BrokerId(4);

    private final ClusterFixture cluster = ClusterFixture.withBrokers(3);

    private void join(int id, String rack) {
        BrokerRegistration plain = ClusterFixture.registration(id, 1, RestartKind.LOSSY, 0, 0);
        cluster.accept(new Command.RegisterBroker(new BrokerRegistration(
                plain.id(),
                plain.incarnation(),
                plain.storageId(),
                plain.listeners(),
                rack,
                plain.restartKind(),
                plain.previousEpoch(),
                plain.storagePosition(),
                plain.lossyPartitions(),
                plain.featureLevel())));
        cluster.activate(id);
    }

    private ReassignmentPlan.Planned plan(int leaving) {
        return EvacuationPlanner.plan(cluster.image(), new BrokerId(leaving)).fold(outcome -> outcome, rejection -> {
            throw new AssertionError(rejection.message());
        });
    }

    private static List<Integer> ids(PlannedMove move) {
        return move.replicas().stream().map(BrokerId::value).toList();
    }

    @Test
    void shouldMoveEachReplicaOfTheBrokerOnceAndNoOther() {
        join(4, "");
        for (int topic = 0; topic < 6; topic++) {
            cluster.createTopic("with-" + topic, 2, 1, 4, 2);
            cluster.createTopic("without-" + topic, 2, 1, 2, 3);
        }

        ReassignmentPlan.Planned plan = plan(4);

        assertThat(plan.warnings()).isEmpty();
        assertThat(plan.moves()).hasSize(6).allMatch(move -> ids(move).equals(List.of(1, 3, 2)));
        CommandReply.Accepted reply = cluster.accept(plan.command(4));
        assertThat(reply.items()).hasSize(4).allMatch(item -> item.accepted());
        assertThat(plan(4).moves()).hasSize(2);
    }

    @Test
    void shouldSpreadReplicasAndPreferredLeadersOverTheOthers() {
        join(4, "");
        join(5, "");
        for (int topic = 0; topic < 12; topic++) {
            cluster.createTopic("t-" + topic, 1, 4, 1 + topic % 3);
        }

        Map<Integer, Integer> replicas = new HashMap<>();
        Map<Integer, Integer> preferred = new HashMap<>();
        for (PlannedMove move : plan(4).moves()) {
            ids(move).forEach(broker -> replicas.merge(broker, 1, Integer::sum));
            preferred.merge(ids(move).get(0), 1, Integer::sum);
        }

        assertThat(replicas).isEqualTo(Map.of(1, 6, 2, 6, 3, 6, 5, 6));
        assertThat(preferred)
                .hasSize(4)
                .allSatisfy((broker, times) -> assertThat(times).isBetween(2, 4));
    }

    @Test
    void shouldPreferARackThatThePartitionDoesNotUse() {
        join(4, "b");
        join(5, "b");
        join(6, "c");
        cluster.createTopic("load", 1, 6);
        cluster.createTopic("more", 1, 6);
        cluster.createTopic("t", 2, 1, 4, 2);

        // Broker 6 has most replicas and is the only one in a rack that 4 and 2 are not in.
        assertThat(ids(plan(1).moves().get(0))).containsExactly(4, 6, 2);
        // Broker 3 is in the rack of 1 and 2; so 5 and 6 remain, and 5 has fewer.
        assertThat(ids(plan(4).moves().get(0))).containsExactly(1, 5, 2);
    }

    @Test
    void shouldRefuseWhenTheOthersAreTooFewAndNameThePartition() {
        cluster.createTopic("t", 2, 1, 2, 3);

        CommandReply.Rejected refused = EvacuationPlanner.plan(cluster.image(), new BrokerId(3))
                .fold(
                        outcome -> {
                            throw new AssertionError("planned: " + outcome);
                        },
                        rejection -> rejection);

        assertThat(refused.reason()).isEqualTo(RejectionReason.NOT_ENOUGH_BROKERS);
        assertThat(refused.message()).startsWith("t-0 has 3 replicas, and without broker 3 only 2 brokers are active");
        assertThat(refused.details()).isEqualTo(Map.of("wanted", "3", "active", "2"));
    }

    @Test
    void shouldNotUseBrokersThatDrainOrAreFenced() {
        join(4, "");
        join(5, "");
        join(6, "");
        cluster.createTopic("t", 1, 4);
        cluster.fence(5);
        cluster.accept(new Command.DrainBroker(new BrokerId(6), true));
        for (int id = 1; id <= 3; id++) {
            cluster.createTopic("load-" + id, 1, id);
        }

        assertThat(ids(plan(4).moves().get(0))).containsExactly(1);
    }

    @Test
    void shouldLeaveOutWhatMovesAlreadyAndSayWhatIsInTheWay() {
        join(4, "");
        Partition leaving = cluster.createTopic("leaving", 2, 1, 2, 4);
        Partition staying = cluster.createTopic("staying", 2, 1, 2, 4);
        cluster.accept(new Command.Reassign(List.of(
                new PlannedMove(cluster.now(leaving), List.of(new BrokerId(1), new BrokerId(2), new BrokerId(3)))
                        .item())));
        cluster.accept(new Command.Reassign(List.of(
                new PlannedMove(cluster.now(staying), List.of(new BrokerId(3), new BrokerId(2), FOUR)).item())));

        ReassignmentPlan.Planned plan = plan(4);

        assertThat(plan.moves()).isEmpty();
        assertThat(plan.warnings())
                .singleElement()
                .asString()
                .startsWith("staying-0 is being moved and keeps broker 4");
        assertThat(EvacuationPlanner.leaves(cluster.now(leaving), FOUR)).isTrue();
        assertThat(EvacuationPlanner.leaves(cluster.now(staying), FOUR)).isFalse();
    }

    @Test
    void shouldSayThatAPartitionWithoutALeaderWaits() {
        join(4, "");
        cluster.createTopic("t", 1, 4);
        cluster.fence(4);

        assertThat(plan(4).moves()).hasSize(1);
        assertThat(plan(4).warnings()).containsExactly("t-0 has no leader: its move waits until it has one.");
    }
}
