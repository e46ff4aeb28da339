package io.thalweg.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.apply.ClusterFixture;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AlterationPlannerTest {

    private final ClusterFixture cluster = ClusterFixture.withBrokers(4);

    private AlterationPlan plan(int partitions, Map<String, String> config) {
        return AlterationPlanner.plan(cluster.image(), new AlterationRequest("t", config, Set.of(), partitions), 1);
    }

    private static AlterationPlan.Planned planned(AlterationPlan plan) {
        return plan.fold(outcome -> outcome, rejection -> {
            throw new AssertionError(rejection.message());
        });
    }

    private static RejectionReason refused(AlterationPlan plan) {
        return plan.fold(
                outcome -> {
                    throw new AssertionError("planned: " + outcome);
                },
                CommandReply.Rejected::reason);
    }

    @Test
    void shouldPlaceAddedPartitionsAsNewOnesAndSayThatKeysMove() {
        cluster.createTopic("t", 2, 1, 2, 3);

        AlterationPlan.Planned plan = planned(plan(8, Map.of()));

        assertThat(plan.command().added()).hasSize(7).allMatch(replicas -> replicas.size() == 3);
        assertThat(plan.command().added().stream().map(replicas -> replicas.get(0)))
                .contains(new BrokerId(2), new BrokerId(3), new BrokerId(4));
        assertThat(plan.after().partitions()).hasSize(8);
        assertThat(plan.warnings()).singleElement().asString().contains("another partition");
        cluster.accept(plan.command());
        Topic topic = Objects.requireNonNull(cluster.image().topic("t"));
        assertThat(topic.partitions()).hasSize(8);
    }

    @Test
    void shouldRefuseFewerPartitionsAndTooManyAndAcceptTheSame() {
        cluster.createTopic("t", 2, 1, 2, 3);
        cluster.accept(planned(plan(3, Map.of())).command());

        assertThat(refused(plan(2, Map.of()))).isEqualTo(RejectionReason.INVALID_REQUEST);
        assertThat(refused(plan(-1, Map.of()))).isEqualTo(RejectionReason.INVALID_REQUEST);
        assertThat(refused(plan(10_001, Map.of()))).isEqualTo(RejectionReason.INVALID_REQUEST);
        AlterationPlan.Planned same = planned(plan(3, Map.of()));
        assertThat(same.after()).isEqualTo(same.before());
    }

    @Test
    void shouldRefuseWhatApplyRefuses() {
        assertThat(refused(plan(0, Map.of()))).isEqualTo(RejectionReason.TOPIC_NOT_FOUND);
        cluster.createTopic("t", 2, 1, 2, 3);

        assertThat(refused(plan(0, Map.of("retention", "1")))).isEqualTo(RejectionReason.INVALID_CONFIG);
        assertThat(refused(plan(0, Map.of(TopicConfig.MIN_INSYNC_REPLICAS, "4"))))
                .isEqualTo(RejectionReason.INVALID_CONFIG);
        cluster.fence(3, 4);
        assertThat(refused(plan(2, Map.of()))).isEqualTo(RejectionReason.NOT_ENOUGH_BROKERS);
    }

    @Test
    void shouldSayWhatHigherAndLowerMinInsyncCost() {
        cluster.createTopic("t", 2, 1, 2, 3);
        cluster.fence(3);

        List<String> raised =
                planned(plan(0, Map.of(TopicConfig.MIN_INSYNC_REPLICAS, "3"))).warnings();
        List<String> lowered =
                planned(plan(0, Map.of(TopicConfig.MIN_INSYNC_REPLICAS, "1"))).warnings();

        assertThat(raised)
                .anyMatch(warning -> warning.contains("takes no writes while any of its 3"))
                .anyMatch(warning -> warning.contains("1 of 1 partitions have fewer than 3"));
        assertThat(lowered).singleElement().asString().contains("single lost disk");
        assertThat(planned(plan(0, Map.of(TopicConfig.DURABILITY, "os"))).warnings())
                .singleElement()
                .asString()
                .contains("power cut");
        assertThat(planned(plan(0, Map.of(TopicConfig.RETENTION_MS, "1h"))).warnings())
                .isEmpty();
    }
}
