package io.thalweg.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.Admin;
import io.thalweg.client.api.admin.FeatureLevels;
import io.thalweg.client.api.admin.NewTopic;
import io.thalweg.client.api.admin.group.GroupDescription;
import io.thalweg.client.api.consumer.CommittedOffset;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.RecordMetadata;
import io.thalweg.client.api.serde.Serdes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole system as an application sees it: three brokers that are killed, and the public client. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ThalwegClusterIT {

    private static final int KEYS = 20;
    private static final int RECORDS_PER_KEY = 150;
    private static final int RECORDS = KEYS * RECORDS_PER_KEY;

    private static ThalwegCluster cluster;

    @BeforeAll
    static void start() {
        cluster = ThalwegCluster.start(3);
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Test
    void shouldDeliverEveryRecordOnceAndInOrderToEachGroupWhileTheLeaderIsKilled() {
        // given
        ThalwegClient client = cluster.client();
        create("orders");
        List<RecordMetadata> stored;

        // when
        try (Producer<String, Integer> producer =
                        client.producer(Serdes.string(), Serdes.integers()).build();
                KeyedLoad load = KeyedLoad.start(producer, "orders", KEYS, RECORDS_PER_KEY)) {
            load.awaitAcknowledged(RECORDS / 4);
            ClusterBroker leader = cluster.leaderOf("orders", 0);
            leader.kill();
            load.awaitAcknowledged(RECORDS / 2);
            leader.start();
            stored = load.awaitAll();
        }

        // then
        Map<TopicPartition, List<Long>> promised = stored.stream()
                .collect(Collectors.groupingBy(
                        RecordMetadata::topicPartition,
                        Collectors.mapping(RecordMetadata::offset, Collectors.toList())));
        assertThat(promised)
                .allSatisfy((partition, offsets) -> assertThat(offsets).doesNotHaveDuplicates());
        for (String group : List.of("billing", "shipping")) {
            try (Consumer<String, Integer> consumer = consumer(group)) {
                consumer.subscribe(List.of("orders"));
                Ledger ledger = new Ledger().read(consumer, RECORDS);
                assertThat(ledger.poll(consumer)).as("more than was sent").isZero();
                ledger.assertExactly(KEYS, RECORDS_PER_KEY);
                consumer.commit();
            }
        }
    }

    @Test
    void shouldUseTheFeatureLevelOfItsBrokersAndRefuseMore() {
        Admin admin = cluster.client().admin();

        FeatureLevels levels = admin.describeFeatures().join();

        assertThat(levels.supported()).containsOnlyKeys(1, 2, 3);
        assertThat(levels.finalised()).isEqualTo(levels.highest()).isPositive();
        assertThat(admin.finaliseFeatureLevel(levels.highest()).join()).isEqualTo(levels);
        assertThat(admin.finaliseFeatureLevel(levels.highest() + 1))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("above what these brokers support: 1,2,3");
    }

    @Test
    void shouldKeepCommittedOffsetsWhenTheCoordinatorIsKilled() {
        // given
        create("payments");
        try (Producer<String, Integer> producer = cluster.client()
                        .producer(Serdes.string(), Serdes.integers())
                        .build();
                KeyedLoad load = KeyedLoad.start(producer, "payments", KEYS, 10)) {
            load.awaitAll();
        }
        Map<TopicPartition, CommittedOffset> committed;
        Ledger first = new Ledger();
        ClusterBroker coordinator;
        try (Consumer<String, Integer> consumer = consumer("audit")) {
            consumer.subscribe(List.of("payments"));
            first.read(consumer, 1);
            consumer.commit();

            // when
            coordinator = coordinatorOf("audit");
            coordinator.kill();
            first.read(consumer, 10 * KEYS);
            consumer.commit();
            committed = consumer.committed(consumer.assignment());
        }

        // then
        first.assertExactly(KEYS, 10);
        first.assertAllCommitted(committed);
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(description("audit").coordinator()).isNotIn(0, coordinator.id()));
        try (Consumer<String, Integer> next = consumer("audit")) {
            next.subscribe(List.of("payments"));
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                next.poll(Duration.ofMillis(200));
                return next.assignment().size() == committed.size();
            });
            assertThat(next.committed(next.assignment())).isEqualTo(committed);
            assertThat(new Ledger().poll(next)).as("delivered again").isZero();
        }
        coordinator.start();
        assertThat(description("audit").committed()).isEqualTo(committed);
    }

    private static void create(String topic) {
        cluster.client()
                .admin()
                .createTopic(NewTopic.named(topic).partitions(3).replicas(3))
                .join();
    }

    private static Consumer<String, Integer> consumer(String group) {
        return cluster.client()
                .consumer(Serdes.string(), Serdes.integers())
                .group(group)
                .build();
    }

    private static GroupDescription description(String group) {
        return cluster.client().admin().describeGroup(group).join();
    }

    private static ClusterBroker coordinatorOf(String group) {
        return cluster.broker(description(group).coordinator());
    }
}
