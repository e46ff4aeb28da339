package io.thalweg.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.Position;
import io.thalweg.client.api.RecordDeserializationException;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.consumer.ConsumerBuilder;
import io.thalweg.client.api.consumer.ConsumerRecord;
import io.thalweg.client.api.consumer.OffsetReset;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.ProducerRecord;
import io.thalweg.client.api.serde.Serdes;
import io.thalweg.client.fake.FakeCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The consumer without a group, against brokers that speak the real protocol. */
@Timeout(60)
final class ConsumerTest {
    private static final TopicPartition P0 = new TopicPartition("orders", 0);
    private static final TopicPartition P1 = new TopicPartition("orders", 1);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(150);

    private FakeCluster cluster;
    private ThalwegClient client;

    @BeforeEach
    void start() throws Exception {
        cluster = FakeCluster.start(2);
        cluster.createTopic("orders", 2);
        client = ThalwegClient.connect(cluster.bootstrap());
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }

    private void send(int partition, int from, int to) {
        try (Producer<String, String> producer =
                client.producer(Serdes.string(), Serdes.string()).batchSize(300).build()) {
            List<CompletableFuture<?>> sends = new ArrayList<>();
            for (int i = from; i < to; i++) {
                sends.add(producer.send(ProducerRecord.<String, String>of("orders", "k" + i, "v" + i)
                        .header("n", "h" + i)
                        .toPartition(partition)));
            }
            CompletableFuture.allOf(sends.toArray(CompletableFuture<?>[]::new)).join();
        }
    }

    private ConsumerBuilder<String, String> consumer() {
        return client.consumer(Serdes.string(), Serdes.string());
    }

    private static List<Long> offsets(Consumer<String, String> consumer, int count) {
        List<Long> offsets = new ArrayList<>();
        for (int polls = 0; offsets.size() < count && polls < 1_000; polls++) {
            for (ConsumerRecord<String, String> record : consumer.poll(LONG)) {
                offsets.add(record.offset());
            }
        }
        return offsets;
    }

    private static List<Long> range(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> (long) i).toList();
    }

    @Test
    void shouldReadKeysValuesHeadersAndTimes() {
        send(0, 0, 3);
        try (Consumer<String, String> consumer = consumer().build()) {
            consumer.assign(List.of(P0));
            ConsumerRecord<String, String> record =
                    consumer.poll(LONG).iterator().next();

            assertThat(record.key()).isEqualTo("k0");
            assertThat(record.value()).isEqualTo("v0");
            assertThat(String.valueOf(record.headers().last("n"))).isEqualTo("n=h0");
            assertThat(record.timestamp()).isPositive();
            assertThat(record.appendTimestamp()).isPositive();
        }
    }

    @Test
    void shouldReadEverythingOnceAndWaitForMore() {
        send(0, 0, 500);
        try (Consumer<String, String> consumer = consumer().maxPollRecords(7).build()) {
            consumer.assign(List.of(P0));
            assertThat(offsets(consumer, 500)).isEqualTo(range(0, 500));
            assertThat(consumer.poll(SHORT)).isEmpty();
            assertThat(consumer.position(P0)).isEqualTo(500);
            send(0, 500, 510);
            assertThat(offsets(consumer, 10)).isEqualTo(range(500, 510));
        }
    }

    @Test
    void shouldStayWithinItsMemory() {
        send(0, 0, 5_000);
        try (Consumer<String, String> consumer =
                consumer().bufferMemory(64 << 10).build()) {
            consumer.assign(List.of(P0));
            assertThat(offsets(consumer, 5_000)).isEqualTo(range(0, 5_000));
        }
    }

    @Test
    void shouldSeekByOffsetAndToBothEnds() {
        send(0, 0, 100);
        try (Consumer<String, String> consumer = consumer().build()) {
            consumer.assign(List.of(P0));
            consumer.seek(P0, 90);
            assertThat(offsets(consumer, 10)).isEqualTo(range(90, 100));
            consumer.seek(P0, Position.earliest());
            assertThat(offsets(consumer, 100)).isEqualTo(range(0, 100));
            consumer.seek(P0, Position.latest());
            assertThat(consumer.position(P0)).isEqualTo(100);
            assertThat(consumer.poll(SHORT)).isEmpty();
        }
    }

    @Test
    void shouldGoOnAtTheNewLeader() {
        send(0, 0, 100);
        try (Consumer<String, String> consumer = consumer().build()) {
            consumer.assign(List.of(P0));
            assertThat(offsets(consumer, 100)).isEqualTo(range(0, 100));
            cluster.moveLeader("orders", 0, 2);
            send(0, 100, 200);
            assertThat(offsets(consumer, 100)).isEqualTo(range(100, 200));
            cluster.broker(2).breakStreams();
            send(0, 200, 300);
            assertThat(offsets(consumer, 100)).isEqualTo(range(200, 300));
        }
    }

    @Test
    void shouldPauseAndResume() {
        send(0, 0, 10);
        send(1, 0, 10);
        try (Consumer<String, String> consumer = consumer().build()) {
            consumer.assign(List.of(P0, P1));
            consumer.pause(List.of(P0));
            assertThat(offsets(consumer, 10)).isEqualTo(range(0, 10));
            assertThat(consumer.poll(SHORT)).isEmpty();
            assertThat(consumer.paused()).containsExactly(P0);
            consumer.resume(List.of(P0));
            assertThat(offsets(consumer, 10)).isEqualTo(range(0, 10));
        }
    }

    @Test
    void shouldHandOverAPoisonRecordAndGoOnBehindIt() {
        send(0, 0, 10);
        try (Consumer<String, String> consumer = client.<String, String>consumer(Serdes.string(), (topic, data) -> {
                    String text = Serdes.string().deserialize(topic, data);
                    if (text.equals("v4")) {
                        throw new IllegalArgumentException("poison");
                    }
                    return text;
                })
                .build()) {
            consumer.assign(List.of(P0));
            assertThat(offsets(consumer, 4)).isEqualTo(range(0, 4));
            assertThatThrownBy(() -> consumer.poll(LONG)).isInstanceOf(RecordDeserializationException.class);
            assertThatThrownBy(() -> consumer.poll(LONG))
                    .isInstanceOfSatisfying(RecordDeserializationException.class, e -> {
                        assertThat(e.topicPartition()).isEqualTo(P0);
                        assertThat(e.offset()).isEqualTo(4);
                        assertThat(e.rawValue()).isEqualTo("v4".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                        consumer.skip(e);
                    });
            assertThat(offsets(consumer, 5)).isEqualTo(range(5, 10));
        }
    }

    @Test
    void shouldNeverReturnRecordsOfACorruptBatch() {
        send(0, 0, 10);
        cluster.partition("orders", 0).damageLastBatch();
        try (Consumer<String, String> consumer = consumer().build()) {
            consumer.assign(List.of(P0));
            List<Long> seen = new ArrayList<>();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            consumer.poll(LONG).forEach(record -> seen.add(record.offset()));
                        }
                    })
                    .isInstanceOfSatisfying(
                            ThalwegException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.CORRUPT_BATCH));
            assertThat(seen).isEqualTo(range(0, seen.size()));
            cluster.partition("orders", 0).damageLastBatch();
            assertThat(offsets(consumer, 10 - seen.size())).isEqualTo(range(seen.size(), 10));
        }
    }

    @Test
    void shouldStartAnewWhereThePolicySaysWhenTheOffsetIsGone() {
        send(0, 0, 100);
        cluster.partition("orders", 0).trimTo(50);
        try (Consumer<String, String> consumer = consumer().build()) {
            consumer.assign(List.of(P0));
            consumer.seek(P0, 10);
            assertThat(offsets(consumer, 50).get(49)).isEqualTo(99);
        }
    }

    @Test
    void shouldFailWhenTheOffsetIsGoneAndThePolicySaysSo() {
        try (Consumer<String, String> consumer =
                consumer().reset(OffsetReset.FAIL).build()) {
            consumer.assign(List.of(P0));
            consumer.seek(P0, 1_000);
            assertThatThrownBy(() -> consumer.poll(LONG))
                    .isInstanceOfSatisfying(
                            ThalwegException.class,
                            e -> assertThat(e.reason()).isEqualTo(ErrorReason.OFFSET_OUT_OF_RANGE));
        }
    }

    @Test
    void shouldEndAPollOnWakeup() {
        try (Consumer<String, String> consumer = consumer().build()) {
            consumer.assign(List.of(P0));
            long start = System.nanoTime();
            CompletableFuture.runAsync(consumer::wakeup);
            assertThat(consumer.poll(LONG)).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
        }
    }
}
