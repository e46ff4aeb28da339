package io.thalweg.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.apply.ClusterFixture;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.TopicConfig;
import io.thalweg.metadata.model.TopicId;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class TopicPlannerTest {

    private static final TopicId ID = new TopicId(new UUID(3, 4));

    private static TopicPlan.Planned planned(TopicPlan plan) {
        return plan.fold(outcome -> outcome, rejection -> {
            throw new AssertionError(rejection.message());
        });
    }

    private static CommandReply.Rejected refused(TopicPlan plan) {
        return plan.fold(
                outcome -> {
                    throw new AssertionError("planned: " + outcome);
                },
                rejection -> rejection);
    }

    private static TopicPlan plan(ClusterFixture cluster, String name, int partitions, int replicas) {
        return TopicPlanner.plan(cluster.image(), new TopicRequest(name, partitions, replicas, Map.of()), ID, 1);
    }

    @Test
    void shouldFillInDefaultsAndPlanWhatApplyAccepts() {
        ClusterFixture cluster = ClusterFixture.withBrokers(5);

        TopicPlan.Planned plan = planned(plan(cluster, "t", 0, 0));

        assertThat(plan.command().replicas())
                .singleElement()
                .satisfies(list -> assertThat(list).hasSize(3));
        assertThat(plan.warnings()).isEmpty();
        cluster.accept(plan.command());
    }

    @Test
    void shouldUseFewerReplicasOnSmallClusterAndSaySo() {
        ClusterFixture cluster = ClusterFixture.withBrokers(1);

        TopicPlan.Planned plan = planned(plan(cluster, "t", 4, 0));

        assertThat(plan.command().config()).containsEntry(TopicConfig.MIN_INSYNC_REPLICAS, "1");
        assertThat(plan.warnings())
                .anyMatch(warning -> warning.contains("lowered from 2 to 1"))
                .anyMatch(warning -> warning.contains("one replica"));
        cluster.accept(plan.command());
    }

    @Test
    void shouldWarnWhenOneFailureStopsWrites() {
        ClusterFixture cluster = ClusterFixture.withBrokers(3);

        assertThat(planned(plan(cluster, "t", 1, 2)).warnings()).anyMatch(warning -> warning.contains("no writes"));
    }

    @Test
    void shouldRefuseMoreReplicasThanUsableBrokers() {
        ClusterFixture cluster = ClusterFixture.withBrokers(3);
        cluster.fence(1);
        cluster.accept(new Command.DrainBroker(new BrokerId(2), true));

        CommandReply.Rejected rejection = refused(plan(cluster, "t", 1, 2));

        assertThat(rejection.reason()).isEqualTo(RejectionReason.NOT_ENOUGH_BROKERS);
        assertThat(rejection.details()).containsEntry("wanted", "2").containsEntry("active", "1");
        assertThat(refused(plan(new ClusterFixture(), "t", 0, 0)).reason())
                .isEqualTo(RejectionReason.NOT_ENOUGH_BROKERS);
    }

    @Test
    void shouldRefuseBadNamesNumbersAndSettings() {
        ClusterFixture cluster = ClusterFixture.withBrokers(3);
        cluster.createTopic("taken", 2, 1, 2, 3);

        assertThat(refused(plan(cluster, "a b", 1, 1)).reason()).isEqualTo(RejectionReason.INVALID_NAME);
        assertThat(refused(plan(cluster, "__coordinator", 1, 1)).reason()).isEqualTo(RejectionReason.INVALID_NAME);
        assertThat(refused(plan(cluster, "taken", 1, 1)).reason()).isEqualTo(RejectionReason.TOPIC_EXISTS);
        assertThat(refused(plan(cluster, "t", 10_001, 1)).reason()).isEqualTo(RejectionReason.INVALID_REQUEST);
        assertThat(refused(plan(cluster, "t", -1, 1)).reason()).isEqualTo(RejectionReason.INVALID_REQUEST);
        assertThat(refused(plan(cluster, "t", 1, -1)).reason()).isEqualTo(RejectionReason.INVALID_REQUEST);
        TopicRequest odd = new TopicRequest("t", 1, 1, Map.of("retenton.ms", "1"));
        CommandReply.Rejected rejection = refused(TopicPlanner.plan(cluster.image(), odd, ID, 1));
        assertThat(rejection.reason()).isEqualTo(RejectionReason.INVALID_CONFIG);
        assertThat(rejection.details()).containsEntry("nearest", "retention.ms");
    }

    @Test
    void shouldPlanCoordinatorOnlyOnceEnoughBrokersAreActive() {
        ClusterFixture cluster = ClusterFixture.withBrokers(2);
        assertThat(refused(TopicPlanner.planCoordinator(cluster.image(), 3, ID, 1))
                        .reason())
                .isEqualTo(RejectionReason.NOT_ENOUGH_BROKERS);

        cluster.join(3);
        Command.CreateTopic command =
                planned(TopicPlanner.planCoordinator(cluster.image(), 3, ID, 1)).command();

        assertThat(command.internal()).isTrue();
        assertThat(command.replicas()).hasSize(64).allMatch(list -> list.size() == 3);
        cluster.accept(command);
    }
}
