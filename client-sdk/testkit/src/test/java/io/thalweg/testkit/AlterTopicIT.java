package io.thalweg.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.admin.Admin;
import io.thalweg.client.api.admin.AlteredTopic;
import io.thalweg.client.api.admin.NewTopic;
import io.thalweg.client.api.admin.TopicAlteration;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.consumer.ConsumerRecord;
import io.thalweg.client.api.consumer.OffsetReset;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.ProducerRecord;
import io.thalweg.client.api.producer.RecordMetadata;
import io.thalweg.client.api.serde.Serdes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Topics that change while three brokers serve them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AlterTopicIT {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static ThalwegCluster cluster;

    @BeforeAll
    static void start() {
        cluster = ThalwegCluster.start(3);
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    private static Admin admin() {
        return cluster.client().admin();
    }

    private static void create(String topic, int partitions) {
        admin().createTopic(NewTopic.named(topic).partitions(partitions).replicas(3))
                .join();
    }

    private static AlteredTopic alter(TopicAlteration change) {
        return admin().alterTopic(change).join();
    }

    private static Producer<String, String> producer() {
        return cluster.client().producer(Serdes.string(), Serdes.string()).build();
    }

    @Test
    void shouldHoldWritesBackWhenMinInsyncRisesAndLetThemGoWhenItFalls() {
        // given
        create("strict", 1);
        ClusterBroker leader = cluster.leaderOf("strict", 0);
        ClusterBroker other = cluster.broker(leader.id() % 3 + 1);
        try (Producer<String, String> producer = producer()) {
            RecordMetadata before = producer.sendAndWait(ProducerRecord.of("strict", "before"));

            // when
            alter(TopicAlteration.of("strict").config("min.insync.replicas", "3"));
            other.kill();
            CompletableFuture<RecordMetadata> waiting = producer.send(ProducerRecord.of("strict", "waiting"));
            await().atMost(LONGEST)
                    .until(() -> admin().describeTopic("strict")
                                    .join()
                                    .partitions()
                                    .get(0)
                                    .inSync()
                                    .size()
                            == 2);

            // then
            assertThat(waiting).isNotDone();
            AlteredTopic lowered = alter(TopicAlteration.of("strict").reset("min.insync.replicas"));
            assertThat(lowered.config()).isEmpty();
            assertThat(waiting)
                    .succeedsWithin(LONGEST)
                    .satisfies(stored -> assertThat(stored.offset()).isGreaterThan(before.offset()));
        }
        other.start();
    }

    @Test
    void shouldGoByANewSizeLimitAtOnce() {
        // given
        create("sized", 3);
        String large = "x".repeat(20_000);
        try (Producer<String, String> producer = producer()) {
            producer.sendAndWait(ProducerRecord.of("sized", large));

            // when
            AlteredTopic altered = alter(TopicAlteration.of("sized").config("max.message.bytes", "10KB"));

            // then
            assertThat(altered.config()).isEqualTo(Map.of("max.message.bytes", "10000"));
            await().atMost(LONGEST)
                    .untilAsserted(() -> assertThatThrownBy(
                                    () -> producer.sendAndWait(ProducerRecord.of("sized", large)))
                            .isInstanceOfSatisfying(
                                    ThalwegException.class,
                                    refused -> assertThat(refused.reason()).isEqualTo(ErrorReason.RECORD_TOO_LARGE)));
            alter(TopicAlteration.of("sized").reset("max.message.bytes"));
            await().atMost(LONGEST).untilAsserted(() -> producer.sendAndWait(ProducerRecord.of("sized", large)));
        }
    }

    @Test
    void shouldFillAddedPartitionsAndReadThemFromTheirStartEvenFromLatest() {
        // given
        create("grown", 2);
        try (Producer<String, String> producer = producer();
                Consumer<String, String> consumer = cluster.client()
                        .consumer(Serdes.string(), Serdes.string())
                        .group("growth")
                        .reset(OffsetReset.LATEST)
                        .build()) {
            consumer.subscribe(List.of("grown"));
            await().atMost(LONGEST).until(() -> {
                consumer.poll(Duration.ofMillis(100));
                return consumer.assignment().size() == 2;
            });
            consumer.assignment().forEach(consumer::position);

            // when
            AlteredTopic altered = alter(TopicAlteration.of("grown").partitions(6));
            for (int partition = 0; partition < 6; partition++) {
                int chosen = partition;
                await().atMost(LONGEST)
                        .ignoreException(ThalwegException.class)
                        .until(() -> producer.sendAndWait(ProducerRecord.<String, String>of("grown", "to " + chosen)
                                        .toPartition(chosen))
                                != null);
            }

            // then
            assertThat(altered.partitions()).isEqualTo(6);
            assertThat(altered.warnings()).singleElement().asString().contains("another partition");
            Set<String> seen = new TreeSet<>();
            await().atMost(LONGEST).untilAsserted(() -> {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    seen.add(String.valueOf(record.value()));
                }
                assertThat(seen).containsExactly("to 0", "to 1", "to 2", "to 3", "to 4", "to 5");
            });
        }
    }

    @Test
    void shouldSpreadKeysOverAddedPartitionsWithoutANewProducer() {
        // given
        create("keys", 1);
        try (Producer<String, String> producer = producer()) {
            producer.sendAndWait(ProducerRecord.of("keys", "k", "v"));

            // when
            alter(TopicAlteration.of("keys").partitions(3));

            // then
            Set<Integer> used = new TreeSet<>();
            await().atMost(LONGEST).until(() -> {
                for (int key = 0; key < 20; key++) {
                    used.add(producer.sendAndWait(ProducerRecord.of("keys", "key-" + key, "v"))
                            .topicPartition()
                            .partition());
                }
                return used.size() == 3;
            });
        }
    }

    @Test
    void shouldFindAndForgetTopicsThroughEveryBrokerAtOnce() {
        try (ThalwegClient first = ThalwegClient.connect(cluster.broker(1).address());
                ThalwegClient second = ThalwegClient.connect(cluster.broker(2).address());
                ThalwegClient third = ThalwegClient.connect(cluster.broker(3).address())) {
            for (int round = 0; round < 20; round++) {
                String topic = "brief-" + round;
                first.admin().createTopic(NewTopic.named(topic)).join();
                assertThat(second.admin().describeTopic(topic).join().config()).isEmpty();
                third.admin()
                        .alterTopic(TopicAlteration.of(topic).config("durability", "os"))
                        .join();
                assertThat(first.admin().describeTopic(topic).join().config()).isEqualTo(Map.of("durability", "os"));
                second.admin().deleteTopic(topic).join();
                assertThatThrownBy(() -> third.admin().describeTopic(topic).join())
                        .isInstanceOf(CompletionException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                ThalwegException.class,
                                missing -> assertThat(missing.reason()).isEqualTo(ErrorReason.TOPIC_NOT_FOUND));
            }
        }
    }
}
