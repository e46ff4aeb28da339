package io.thalweg.metadata.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.metadata.apply.ClusterFixture;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerState;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ImageEditTest {

    private final ClusterFixture cluster = ClusterFixture.withBrokers(3);
    private final Partition partition = cluster.createTopic("t", 1, 1, 2, 3);
    private final ImageEdit edit =
            new ImageEdit(cluster.image(), cluster.image().index() + 1);

    @Test
    void shouldSeeItsOwnChangesWhileTheBaseStaysAsItWas() {
        Partition moved = partition.withLeader(new BrokerId(2), edit.epoch());

        edit.put(moved);

        assertThat(edit.partition(partition.uid())).isEqualTo(moved);
        assertThat(edit.partitionsOf(new BrokerId(1), new BrokerId(2))).containsExactly(moved);
        assertThat(cluster.image().partition(partition.uid())).isEqualTo(partition);
        assertThat(cluster.image().partitionsLedBy(new BrokerId(1))).containsExactly(partition);
        ClusterImage next = edit.image();
        assertThat(next.partitionsLedBy(new BrokerId(1))).isEmpty();
        assertThat(next.partitionsLedBy(new BrokerId(2))).containsExactly(moved);
    }

    @Test
    void shouldJudgeHoldersAnewWhenABrokerChanges() {
        assertThat(edit.electable(partition.holders())).isEqualTo(partition.holders());

        edit.put(cluster.broker(2).withState(BrokerState.FENCED));

        assertThat(edit.electable(partition.holders())).isEqualTo(List.of(cluster.entry(1), cluster.entry(3)));
    }

    @Test
    void shouldGoByTheSettingsThatATopicHasNow() {
        Topic topic = Objects.requireNonNull(cluster.image().topic("t"));
        TopicConfig strict = topic.config()
                .altered(Map.of(TopicConfig.MIN_INSYNC_REPLICAS, "2"), Set.of())
                .fold(config -> config, problem -> topic.config());
        assertThat(edit.minInsyncReplicas(partition)).isEqualTo(1);

        edit.alter(topic, topic.altered(strict, topic.partitions(), edit.index()));

        assertThat(edit.minInsyncReplicas(partition)).isEqualTo(2);
    }

    @Test
    void shouldRefuseChangesOnceTheImageWasTaken() {
        edit.image();

        assertThatThrownBy(() -> edit.put(partition)).isInstanceOf(IllegalStateException.class);
    }
}
