package io.thalweg.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.metadata.apply.ClusterFixture;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.RestartKind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PlacementTest {

    private static ClusterFixture withRacks(String... racks) {
        ClusterFixture cluster = new ClusterFixture();
        for (int id = 1; id <= racks.length; id++) {
            BrokerRegistration plain = ClusterFixture.registration(id, 1, RestartKind.LOSSY, 0, 0);
            cluster.accept(new Command.RegisterBroker(new BrokerRegistration(
                    plain.id(),
                    plain.incarnation(),
                    plain.storageId(),
                    plain.listeners(),
                    racks[id - 1],
                    plain.restartKind(),
                    plain.previousEpoch(),
                    0,
                    List.of(),
                    1)));
            cluster.activate(id);
        }
        return cluster;
    }

    private static Map<BrokerId, Long> count(Stream<BrokerId> brokers) {
        return brokers.collect(Collectors.groupingBy(id -> id, Collectors.counting()));
    }

    @Test
    void shouldSpreadLeadersAndReplicasEvenly() {
        ClusterFixture cluster = ClusterFixture.withBrokers(5);

        List<List<BrokerId>> placed = new Placement(cluster.image(), 1).place(50, 3);

        assertThat(count(placed.stream().map(list -> list.get(0))).values()).containsOnly(10L);
        assertThat(count(placed.stream().flatMap(List::stream)).values()).allMatch(n -> n >= 28 && n <= 32);
        assertThat(placed).allMatch(list -> new HashSet<>(list).size() == 3);
    }

    @Test
    void shouldSpreadTheHeirsOfEachLeader() {
        ClusterFixture cluster = ClusterFixture.withBrokers(3);

        List<List<BrokerId>> placed = new Placement(cluster.image(), 1).place(12, 3);

        for (int id = 1; id <= 3; id++) {
            BrokerId leader = new BrokerId(id);
            assertThat(count(placed.stream()
                                    .filter(list -> list.get(0).equals(leader))
                                    .map(list -> list.get(1)))
                            .values())
                    .containsOnly(2L);
        }
    }

    @Test
    void shouldUseDifferentRacks() {
        ClusterFixture cluster = withRacks("a", "a", "b", "b", "c", "c");

        List<List<BrokerId>> placed = new Placement(cluster.image(), 9).place(60, 3);

        assertThat(placed)
                .allMatch(list ->
                        list.stream().map(id -> (id.value() - 1) / 2).distinct().count() == 3);
        assertThat(count(placed.stream().map(list -> list.get(0))).values()).containsOnly(10L);
    }

    @Test
    void shouldPreferBrokersThatLeadLess() {
        ClusterFixture cluster = ClusterFixture.withBrokers(2);
        cluster.createTopic("a", 1, 1);
        cluster.createTopic("b", 1, 1);

        for (long seed = 0; seed < 10; seed++) {
            assertThat(new Placement(cluster.image(), seed).place(1, 1)).containsExactly(List.of(new BrokerId(2)));
        }
    }

    @Test
    void shouldRepeatWithSameSeedAndVaryWithAnother() {
        ClusterFixture cluster = ClusterFixture.withBrokers(6);

        List<List<BrokerId>> first = new Placement(cluster.image(), 5).place(20, 3);

        assertThat(new Placement(cluster.image(), 5).place(20, 3)).isEqualTo(first);
        assertThat(IntStream.range(0, 10)
                        .mapToObj(seed -> new Placement(cluster.image(), seed).place(20, 3))
                        .distinct()
                        .count())
                .isGreaterThan(1);
    }

    @Test
    void shouldAvoidFencedAndDrainingBrokers() {
        ClusterFixture cluster = ClusterFixture.withBrokers(4);
        cluster.fence(1);
        cluster.accept(new Command.DrainBroker(new BrokerId(2), true));

        Placement placement = new Placement(cluster.image(), 1);

        assertThat(placement.brokers()).isEqualTo(2);
        assertThat(placement.place(10, 2)).allMatch(list -> list.stream().allMatch(id -> id.value() > 2));
        assertThatThrownBy(() -> placement.place(1, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
