package io.thalweg.client.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ClusterViewTest {
    private static final BrokerAddress ONE = new BrokerAddress("a", 1);
    private static final BrokerAddress TWO = new BrokerAddress("b", 2);
    private static final TopicPartition P0 = new TopicPartition("t", 0);

    private static ClusterUpdate update(long index, int leader, long epoch) {
        TopicRoute topic =
                new TopicRoute("t", new UUID(0, 1), 1 << 20, List.of(new PartitionRoute(leader, epoch, null)));
        return new ClusterUpdate("c", index, Map.of(1, ONE, 2, TWO), List.of(topic), Set.of());
    }

    private static ClusterUpdate missing(long index) {
        return new ClusterUpdate("c", index, Map.of(1, ONE), List.of(), Set.of("t"));
    }

    @Test
    void shouldFindTheAddressOfTheLeader() {
        ClusterView view = ClusterView.EMPTY.with(update(5, 2, 3));

        assertThat(view.route(P0)).isEqualTo(new PartitionRoute(2, 3, TWO));
        assertThat(view.route(new TopicPartition("t", 1))).isNull();
        assertThat(view.route(new TopicPartition("u", 0))).isNull();
    }

    @Test
    void shouldDropAnOlderReport() {
        ClusterView view = ClusterView.EMPTY.with(update(5, 2, 3)).with(update(4, 1, 2));

        assertThat(view.index()).isEqualTo(5);
        assertThat(view.route(P0)).isEqualTo(new PartitionRoute(2, 3, TWO));
    }

    @Test
    void shouldTakeAHintOnlyIfItIsNews() {
        ClusterView view = ClusterView.EMPTY.with(update(5, 2, 3));

        assertThat(view.withLeader(P0, new PartitionRoute(1, 3, ONE)).route(P0))
                .isEqualTo(new PartitionRoute(2, 3, TWO));
        assertThat(view.withLeader(P0, new PartitionRoute(1, 4, ONE)).route(P0))
                .isEqualTo(new PartitionRoute(1, 4, ONE));
    }

    @Test
    void shouldKeepAHintUntilTheReportsCatchUp() {
        ClusterView hinted = ClusterView.EMPTY.with(update(5, 2, 3)).withLeader(P0, new PartitionRoute(1, 4, ONE));

        assertThat(hinted.with(update(6, 2, 3)).route(P0)).isEqualTo(new PartitionRoute(1, 4, ONE));
        assertThat(hinted.with(update(7, 2, 9)).route(P0)).isEqualTo(new PartitionRoute(2, 9, TWO));
    }

    @Test
    void shouldKnowMissingTopicsUntilTheyAppear() {
        ClusterView view = ClusterView.EMPTY.with(missing(5));

        assertThat(view.isMissing("t")).isTrue();
        assertThat(view.with(update(6, 1, 1)).isMissing("t")).isFalse();
    }

    @Test
    void shouldForgetADeletedTopic() {
        ClusterView view = ClusterView.EMPTY.with(update(5, 2, 3)).with(missing(6));

        assertThat(view.topic("t")).isNull();
        assertThat(view.isMissing("t")).isTrue();
    }
}
