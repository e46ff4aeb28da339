package io.thalweg.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.CommittedOffset;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.consumer.ConsumerBuilder;
import io.thalweg.client.api.consumer.ConsumerRecord;
import io.thalweg.client.api.consumer.RebalanceListener;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.ProducerRecord;
import io.thalweg.client.api.serde.Serdes;
import io.thalweg.client.fake.FakeCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members of a group against a coordinator that speaks the real protocol. */
@Timeout(60)
final class GroupTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final int PARTITIONS = 4;

    private FakeCluster cluster;
    private ThalwegClient client;

    @BeforeEach
    void start() throws Exception {
        cluster = FakeCluster.start(2);
        cluster.createTopic("orders", PARTITIONS);
        client = ThalwegClient.connect(cluster.bootstrap());
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }

    private ConsumerBuilder<String, String> member() {
        return client.consumer(Serdes.string(), Serdes.string()).group("billing");
    }

    private void send(int perPartition) {
        try (Producer<String, String> producer =
                client.producer(Serdes.string(), Serdes.string()).build()) {
            List<CompletableFuture<?>> sends = new ArrayList<>();
            for (int i = 0; i < perPartition * PARTITIONS; i++) {
                sends.add(producer.send(
                        ProducerRecord.<String, String>of("orders", "v" + i).toPartition(i % PARTITIONS)));
            }
            CompletableFuture.allOf(sends.toArray(CompletableFuture<?>[]::new)).join();
        }
    }

    private static List<String> poll(Consumer<String, String> consumer, int atLeast) {
        List<String> seen = new ArrayList<>();
        for (int polls = 0; seen.size() < atLeast && polls < 400; polls++) {
            for (ConsumerRecord<String, String> record : consumer.poll(SHORT)) {
                seen.add(record.topicPartition() + "@" + record.offset());
            }
        }
        return seen;
    }

    private static void pollUntilOwned(int each, List<Consumer<String, String>> consumers) {
        for (int polls = 0; polls < 400; polls++) {
            consumers.forEach(consumer -> consumer.poll(SHORT));
            if (consumers.stream().allMatch(consumer -> consumer.assignment().size() == each)) {
                return;
            }
        }
        throw new AssertionError("the partitions were not shared out");
    }

    @Test
    void shouldReadFromTheStartAndGoOnAtTheCommittedOffset() {
        send(5);
        try (Consumer<String, String> first = member().build()) {
            first.subscribe(List.of("orders"));
            assertThat(poll(first, 20)).hasSize(20).doesNotHaveDuplicates();
            first.commit();
        }
        send(1);
        try (Consumer<String, String> second = member().build()) {
            second.subscribe(List.of("orders"));
            assertThat(poll(second, 4)).hasSize(4).allMatch(where -> where.endsWith("@5"));
        }
    }

    @Test
    void shouldHandPartitionsOverAfterTheListenerHasCommitted() {
        send(5);
        List<String> events = new ArrayList<>();
        try (Consumer<String, String> first = member().build();
                Consumer<String, String> second = member().build()) {
            first.subscribe(List.of("orders"), new RebalanceListener() {
                @Override
                public void onRevoked(Set<TopicPartition> partitions) {
                    first.commit();
                    events.add("revoked " + partitions.size());
                }

                @Override
                public void onAssigned(Set<TopicPartition> partitions) {
                    events.add("assigned " + partitions.size());
                }
            });
            Set<String> seen = new TreeSet<>(poll(first, 20));
            second.subscribe(List.of("orders"));
            pollUntilOwned(2, List.of(first, second));

            assertThat(seen).hasSize(20);
            assertThat(events).containsExactly("assigned 4", "revoked 2");
            assertThat(second.poll(SHORT)).isEmpty();
            send(1);
            assertThat(poll(second, 2)).hasSize(2).allMatch(where -> where.endsWith("@5"));
        }
    }

    @Test
    void shouldBeGoneFromTheGroupWhenCloseReturns() {
        try (Consumer<String, String> consumer = member().build()) {
            consumer.subscribe(List.of("orders"));
            pollUntilOwned(PARTITIONS, List.of(consumer));
        }
        assertThat(cluster.memberCount()).isZero();
    }

    @Test
    void shouldLeaveAtTheNewCoordinatorWhenItMovedMeanwhile() {
        try (Consumer<String, String> consumer = member().build()) {
            consumer.subscribe(List.of("orders"));
            pollUntilOwned(PARTITIONS, List.of(consumer));
            cluster.moveCoordinatorSilently(2);
        }
        assertThat(cluster.memberCount()).isZero();
    }

    @Test
    void shouldCommitAutomaticallyBeforeItLeaves() {
        send(5);
        try (Consumer<String, String> first =
                member().autoCommit(Duration.ofSeconds(30)).build()) {
            first.subscribe(List.of("orders"));
            assertThat(poll(first, 20)).hasSize(20);
        }
        try (Consumer<String, String> second = member().build()) {
            second.subscribe(List.of("orders"));
            pollUntilOwned(PARTITIONS, List.of(second));
            assertThat(second.poll(SHORT)).isEmpty();
        }
    }

    @Test
    void shouldKeepItsPartitionsWhenTheCoordinatorMoves() {
        send(5);
        List<String> events = new ArrayList<>();
        try (Consumer<String, String> consumer = member().build()) {
            consumer.subscribe(List.of("orders"), new RebalanceListener() {
                @Override
                public void onLost(Set<TopicPartition> partitions) {
                    events.add("lost");
                }

                @Override
                public void onRevoked(Set<TopicPartition> partitions) {
                    events.add("revoked");
                }
            });
            assertThat(poll(consumer, 20)).hasSize(20);
            cluster.moveCoordinator(2);
            send(1);
            assertThat(poll(consumer, 4)).hasSize(4);
            consumer.commit();
            assertThat(events).isEmpty();
        }
    }

    @Test
    void shouldJoinAnewWhenItsSessionEnded() {
        send(5);
        List<String> events = new ArrayList<>();
        try (Consumer<String, String> consumer = member().build()) {
            consumer.subscribe(List.of("orders"), new RebalanceListener() {
                @Override
                public void onLost(Set<TopicPartition> partitions) {
                    events.add("lost " + partitions.size());
                }
            });
            assertThat(poll(consumer, 20)).hasSize(20);
            consumer.commit();
            cluster.evictMembers();
            send(1);
            assertThat(poll(consumer, 4)).hasSize(4).allMatch(where -> where.endsWith("@5"));
            assertThat(events).containsExactly("lost 4");
        }
    }

    @Test
    void shouldCommitExplicitOffsetsAndTellThem() {
        TopicPartition partition = new TopicPartition("orders", 1);
        send(5);
        try (Consumer<String, String> consumer = member().build()) {
            consumer.assign(List.of(partition));
            consumer.commit(java.util.Map.of(partition, new CommittedOffset(3, -1, "note")));

            assertThat(consumer.committed(List.of(partition)).get(partition))
                    .isEqualTo(new CommittedOffset(3, -1, "note"));
            assertThat(poll(consumer, 2)).containsExactly("orders-1@3", "orders-1@4");
        }
    }
}
