package io.thalweg.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.RejectedException;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.consumer.ConsumerRecord;
import io.thalweg.client.api.producer.Acks;
import io.thalweg.client.api.producer.BufferFull;
import io.thalweg.client.api.producer.Compression;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.ProducerBuilder;
import io.thalweg.client.api.producer.ProducerRecord;
import io.thalweg.client.api.producer.RecordMetadata;
import io.thalweg.client.api.serde.Serdes;
import io.thalweg.client.fake.FakeCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The producer against brokers that speak the real protocol. */
@Timeout(60)
final class ProducerTest {
    private FakeCluster cluster;
    private ThalwegClient client;

    @BeforeEach
    void start() throws Exception {
        cluster = FakeCluster.start(3);
        client = ThalwegClient.connect(cluster.bootstrap());
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }

    private ProducerBuilder<String, String> producer() {
        return client.producer(Serdes.string(), Serdes.string());
    }

    private List<String> valuesOf(String topic, int partition, int count) {
        List<String> values = new ArrayList<>();
        try (Consumer<String, String> consumer =
                client.consumer(Serdes.string(), Serdes.string()).build()) {
            consumer.assign(List.of(new TopicPartition(topic, partition)));
            while (values.size() < count) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(5))) {
                    values.add(String.valueOf(record.value()));
                }
            }
            consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add("unexpected " + record.value()));
        }
        return values;
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(i -> "value-" + i).toList();
    }

    private static List<CompletableFuture<RecordMetadata>> sendNumbers(
            Producer<String, String> producer, String topic, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> producer.send(
                        ProducerRecord.<String, String>of(topic, "value-" + i).toPartition(0)))
                .toList();
    }

    private static void await(List<CompletableFuture<RecordMetadata>> sends) throws Exception {
        CompletableFuture.allOf(sends.toArray(CompletableFuture<?>[]::new)).get(30, TimeUnit.SECONDS);
    }

    private static ErrorReason reasonOf(CompletableFuture<?> failed) {
        try {
            failed.get(30, TimeUnit.SECONDS);
            throw new AssertionError("it did not fail");
        } catch (Exception e) {
            return ThalwegException.from(e).reason();
        }
    }

    @Test
    void shouldAnswerWithPartitionAndOffset() {
        cluster.createTopic("orders", 3);
        try (Producer<String, String> producer = producer().build()) {
            RecordMetadata first = producer.sendAndWait(ProducerRecord.<String, String>of("orders", "k", "a"));
            RecordMetadata second = producer.sendAndWait(ProducerRecord.<String, String>of("orders", "k", "b"));

            assertThat(second.topicPartition()).isEqualTo(first.topicPartition());
            assertThat(first.offset()).isZero();
            assertThat(second.offset()).isEqualTo(1);
            assertThat(second.timestamp()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void shouldDeliverInOrderWithEveryCompression(Compression compression) throws Exception {
        cluster.createTopic("orders", 1);
        try (Producer<String, String> producer =
                producer().compression(compression).batchSize(2_000).build()) {
            await(sendNumbers(producer, "orders", 0, 1_000));
        }

        assertThat(valuesOf("orders", 0, 1_000)).isEqualTo(numbers(1_000));
    }

    @Test
    void shouldKeepRecordsThatComeBeforeTheTopicInOrder() throws Exception {
        try (Producer<String, String> producer = producer().build()) {
            List<CompletableFuture<RecordMetadata>> sends = sendNumbers(producer, "late", 0, 100);
            cluster.createTopic("late", 1);
            await(sends);
        }

        assertThat(valuesOf("late", 0, 100)).isEqualTo(numbers(100));
    }

    @Test
    void shouldFailRecordsOfATopicThatDoesNotExist() {
        try (Producer<String, String> producer = producer().build()) {
            assertThatThrownBy(() -> producer.sendAndWait(ProducerRecord.of("nowhere", "v")))
                    .isInstanceOfSatisfying(RejectedException.class, e -> {
                        assertThat(e.reason()).isEqualTo(ErrorReason.TOPIC_NOT_FOUND);
                        assertThat(e.details()).containsEntry("topic", "nowhere");
                        assertThat(e.remedy()).contains("create the topic");
                        assertThat(e.outcomeUnknown()).isFalse();
                    });
        }
    }

    @Test
    void shouldRefuseAPartitionThatDoesNotExist() {
        cluster.createTopic("orders", 2);
        try (Producer<String, String> producer = producer().build()) {
            assertThat(reasonOf(producer.send(
                            ProducerRecord.<String, String>of("orders", "v").toPartition(2))))
                    .isEqualTo(ErrorReason.PARTITION_OUT_OF_RANGE);
        }
    }

    @Test
    void shouldNeitherDoubleNorReorderWhenAStreamBreaksBeforeTheAnswers() throws Exception {
        cluster.createTopic("orders", 1);
        try (Producer<String, String> producer = producer().batchSize(500).build()) {
            await(sendNumbers(producer, "orders", 0, 10));
            cluster.broker(1).swallowAnswers(true);
            int before = cluster.broker(1).appends();
            List<CompletableFuture<RecordMetadata>> sends = sendNumbers(producer, "orders", 10, 500);
            Awaitility.await().until(() -> cluster.broker(1).appends() >= before + 5);
            cluster.broker(1).swallowAnswers(false);
            cluster.broker(1).breakStreams();
            await(sends);
        }

        assertThat(valuesOf("orders", 0, 500)).isEqualTo(numbers(500));
    }

    @Test
    void shouldKeepOrderWhenTheFirstOfSeveralBatchesIsRefusedForNow() throws Exception {
        cluster.createTopic("orders", 1);
        try (Producer<String, String> producer = producer().batchSize(500).build()) {
            await(sendNumbers(producer, "orders", 0, 10));
            cluster.broker(1).refuseNext(3, io.thalweg.proto.v1.ErrorReason.ERROR_REASON_NOT_ENOUGH_REPLICAS);
            await(sendNumbers(producer, "orders", 10, 500));
        }

        assertThat(valuesOf("orders", 0, 500)).isEqualTo(numbers(500));
    }

    @Test
    void shouldFollowTheLeaderByTheHintInTheError() throws Exception {
        cluster.createTopic("orders", 1);
        try (Producer<String, String> producer = producer().batchSize(500).build()) {
            await(sendNumbers(producer, "orders", 0, 100));
            cluster.moveLeaderSilently("orders", 0, 2);
            await(sendNumbers(producer, "orders", 100, 500));
        }

        assertThat(cluster.broker(2).appends()).isPositive();
        assertThat(valuesOf("orders", 0, 500)).isEqualTo(numbers(500));
    }

    @Test
    void shouldSendToTheNewLeaderWhatTheOldOneNeverAnswered() throws Exception {
        cluster.createTopic("orders", 1);
        try (Producer<String, String> producer = producer().batchSize(500).build()) {
            await(sendNumbers(producer, "orders", 0, 10));
            cluster.broker(1).swallowAnswers(true);
            int before = cluster.broker(1).appends();
            List<CompletableFuture<RecordMetadata>> sends = sendNumbers(producer, "orders", 10, 300);
            Awaitility.await().until(() -> cluster.broker(1).appends() > before);
            cluster.moveLeader("orders", 0, 3);
            await(sends);
        }

        assertThat(valuesOf("orders", 0, 300)).isEqualTo(numbers(300));
    }

    @Test
    void shouldConnectAgainToABrokerThatLeadsNothingYet() throws Exception {
        cluster.createTopic("orders", 1);
        try (Producer<String, String> producer = producer().build()) {
            await(sendNumbers(producer, "orders", 0, 10));
            cluster.moveLeader("orders", 0, 2);
            await(sendNumbers(producer, "orders", 10, 20));
            int before = cluster.broker(1).producerStreams();

            cluster.broker(1).stop();
            cluster.broker(1).restart();

            Awaitility.await().until(() -> {
                // Any news of the cluster; the first may come while the producer pauses after the loss.
                cluster.moveLeader("orders", 0, 2);
                return cluster.broker(1).producerStreams() > before;
            });
        }
    }

    @Test
    void shouldGoOnWhenTheBrokerItBeganWithIsLost() throws Exception {
        cluster.createTopic("orders", 1);
        cluster.moveLeader("orders", 0, 2);
        String first = cluster.bootstrap().split(",", 2)[0];
        try (ThalwegClient other = ThalwegClient.connect(first);
                Producer<String, String> producer =
                        other.producer(Serdes.string(), Serdes.string()).build()) {
            await(sendNumbers(producer, "orders", 0, 10));
            cluster.broker(1).stop();
            cluster.moveLeader("orders", 0, 3);
            await(sendNumbers(producer, "orders", 10, 100));
        }

        assertThat(cluster.partition("orders", 0).logEnd()).isEqualTo(100);
    }

    @Test
    void shouldGoOnWithANewIdWhenTheLeaderForgotTheProducer() throws Exception {
        cluster.createTopic("orders", 1);
        try (Producer<String, String> producer = producer().build()) {
            await(sendNumbers(producer, "orders", 0, 10));
            cluster.partition("orders", 0).forgetProducers();
            await(sendNumbers(producer, "orders", 10, 20));
        }

        assertThat(valuesOf("orders", 0, 20)).isEqualTo(numbers(20));
    }

    @Test
    void shouldBelieveInALostSequenceOnlyWhenTheNewestLeaderSaysSo() throws Exception {
        // given
        cluster.createTopic("orders", 1);
        try (ThalwegClient elsewhere =
                        ThalwegClient.connect("127.0.0.1:" + cluster.broker(3).port());
                Producer<String, String> producer =
                        elsewhere.producer(Serdes.string(), Serdes.string()).build()) {
            await(sendNumbers(producer, "orders", 0, 10));
            cluster.broker(1).swallowAnswers(true);
            int before = cluster.broker(1).appends();
            List<CompletableFuture<RecordMetadata>> sends = sendNumbers(producer, "orders", 10, 20);
            Awaitility.await().until(() -> cluster.broker(1).appends() > before);

            // when: the batch is stored, the leader moves, and the old one answers the repetition
            cluster.broker(1).refuseNext(1, io.thalweg.proto.v1.ErrorReason.ERROR_REASON_OUT_OF_ORDER_SEQUENCE);
            cluster.moveLeaderSilently("orders", 0, 2);
            cluster.broker(1).swallowAnswers(false);
            cluster.broker(1).breakStreams();

            // then
            await(sends);
        }
        assertThat(valuesOf("orders", 0, 20)).isEqualTo(numbers(20));
    }

    @Test
    void shouldFindTheNewLeaderWhenTheOneItWatchesIsCutOff() throws Exception {
        // given
        cluster.createTopic("orders", 1);
        try (Producer<String, String> producer = producer().acks(Acks.LEADER).build()) {
            await(sendNumbers(producer, "orders", 0, 10));

            // when
            cluster.moveLeaderSilently("orders", 0, 2);
            cluster.broker(1).refuseNext(1_000_000, io.thalweg.proto.v1.ErrorReason.ERROR_REASON_LEASE_EXPIRED);

            // then
            await(sendNumbers(producer, "orders", 10, 20));
        }
        assertThat(cluster.broker(2).appends()).isPositive();
    }

    @Test
    void shouldSayThatTheOutcomeIsUnknownWhenNoAnswerCameInTime() {
        cluster.createTopic("orders", 1);
        cluster.broker(1).swallowAnswers(true);
        try (Producer<String, String> producer =
                producer().deliveryTimeout(Duration.ofMillis(500)).build()) {
            assertThatThrownBy(() -> producer.sendAndWait(ProducerRecord.of("orders", "v")))
                    .isInstanceOfSatisfying(ThalwegException.class, e -> {
                        assertThat(e.reason()).isEqualTo(ErrorReason.TIMED_OUT);
                        assertThat(e.outcomeUnknown()).isTrue();
                    });
        }
    }

    @Test
    void shouldSayThatTheOutcomeIsUnknownWhenClosedBeforeTheAnswer() {
        cluster.createTopic("orders", 1);
        cluster.broker(1).swallowAnswers(true);
        Producer<String, String> producer = producer().build();
        CompletableFuture<RecordMetadata> send = producer.send("orders", "k", "v");
        Awaitility.await().until(() -> cluster.partition("orders", 0).logEnd() == 1);

        producer.close(Duration.ZERO);

        ThalwegException failure = ThalwegException.from(catchThrowable(send::join));
        assertThat(failure.outcomeUnknown()).isTrue();
        assertThat(failure).hasMessageContaining("CLOSED");
    }

    @Test
    void shouldSendWithANewIdAfterABatchOfUnknownOutcome() throws Exception {
        cluster.createTopic("orders", 1);
        try (Producer<String, String> producer =
                producer().deliveryTimeout(Duration.ofMillis(600)).build()) {
            cluster.broker(1).ignoreAppends(true);
            assertThat(reasonOf(sendNumbers(producer, "orders", 0, 1).get(0))).isEqualTo(ErrorReason.TIMED_OUT);
            cluster.broker(1).ignoreAppends(false);
            await(sendNumbers(producer, "orders", 1, 3));
        }

        assertThat(valuesOf("orders", 0, 2)).containsExactly("value-1", "value-2");
    }

    @Test
    void shouldFailOnlyTheBatchThatIsRefused() throws Exception {
        cluster.createTopic("orders", 1, Map.of("max.message.bytes", "1000"));
        try (Producer<String, String> producer = producer().build()) {
            await(sendNumbers(producer, "orders", 0, 5));
            CompletableFuture<RecordMetadata> large =
                    producer.send(ProducerRecord.<String, String>of("orders", "x".repeat(5_000))
                            .toPartition(0));
            List<CompletableFuture<RecordMetadata>> later = sendNumbers(producer, "orders", 5, 50);

            assertThat(reasonOf(large)).isEqualTo(ErrorReason.RECORD_TOO_LARGE);
            await(later);
        }

        assertThat(valuesOf("orders", 0, 50)).isEqualTo(numbers(50));
    }

    @Test
    void shouldFailFastWhenTheMemoryIsUsedUp() {
        cluster.createTopic("orders", 1);
        cluster.broker(1).ignoreAppends(true);
        Producer<String, String> producer = producer()
                .batchSize(1_000)
                .bufferMemory(2_000)
                .bufferFull(BufferFull.failFast())
                .build();
        List<CompletableFuture<RecordMetadata>> sends = sendNumbers(producer, "orders", 0, 200);

        assertThat(reasonOf(sends.get(199))).isEqualTo(ErrorReason.BUFFER_FULL);
        producer.close(Duration.ofMillis(100));
        assertThat(reasonOf(sends.get(0))).isEqualTo(ErrorReason.CONNECTION_LOST);
    }

    @Test
    void shouldBlockForRoomAndGoOn() throws Exception {
        cluster.createTopic("orders", 1);
        try (Producer<String, String> producer =
                producer().batchSize(1_000).bufferMemory(2_000).build()) {
            await(sendNumbers(producer, "orders", 0, 2_000));
        }

        assertThat(cluster.partition("orders", 0).logEnd()).isEqualTo(2_000);
    }

    /** It holds more than a producer has under way at its pace, which therefore does not count it. */
    @Test
    void shouldNotKeepOthersWaitingForABrokerThatIsSilent() throws Exception {
        cluster.createTopic("orders", 3);
        int silent = cluster.partition("orders", 0).leader();
        cluster.broker(silent).ignoreAppends(true);
        String large = "v".repeat(100_000);
        Producer<String, String> producer = producer().build();
        for (int i = 0; i < 60; i++) {
            producer.send(ProducerRecord.<String, String>of("orders", large).toPartition(0));
        }

        List<CompletableFuture<RecordMetadata>> others = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            others.add(producer.send(
                    ProducerRecord.<String, String>of("orders", large).toPartition(1 + i % 2)));
        }

        await(others);
        producer.close(Duration.ofMillis(100));
    }

    @Test
    void shouldNotKeepOthersWaitingForATopicThatIsNotKnown() throws Exception {
        cluster.createTopic("orders", 1);
        String large = "v".repeat(100_000);
        try (Producer<String, String> producer = producer().build()) {
            List<CompletableFuture<RecordMetadata>> missing = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                missing.add(producer.send(ProducerRecord.of("none", large)));
            }
            List<CompletableFuture<RecordMetadata>> others = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                others.add(producer.send(ProducerRecord.of("orders", large)));
            }
            await(others);
            assertThat(missing).as("is given two seconds to appear").noneMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void shouldDeliverEverythingThatWasSentBeforeClose() {
        cluster.createTopic("orders", 1);
        Producer<String, String> producer =
                producer().linger(Duration.ofSeconds(30)).build();
        sendNumbers(producer, "orders", 0, 100);
        producer.close();

        assertThat(cluster.partition("orders", 0).logEnd()).isEqualTo(100);
        assertThat(reasonOf(producer.send("orders", "k", "v"))).isEqualTo(ErrorReason.CLOSED);
    }

    /** The first look at a topic is under way when a program that only sends and closes does so. */
    @Test
    void shouldNotLingerWithWhatWasFlushedBeforeTheTopicWasKnown() throws Exception {
        try (Producer<String, String> producer =
                producer().linger(Duration.ofSeconds(30)).build()) {
            producer.send("orders", "k", "v");
            CompletableFuture<Void> flushed = producer.flush();

            cluster.createTopic("orders", 1);

            flushed.get(10, TimeUnit.SECONDS);
        }
        assertThat(cluster.partition("orders", 0).logEnd()).isEqualTo(1);
    }

    @Test
    void shouldSpreadRecordsWithoutKeyInWholeBatches() throws Exception {
        cluster.createTopic("orders", 3);
        try (Producer<String, String> producer = producer().batchSize(2_000).build()) {
            List<CompletableFuture<RecordMetadata>> sends = IntStream.range(0, 3_000)
                    .mapToObj(i -> producer.send(ProducerRecord.of("orders", "value-" + i)))
                    .toList();
            await(sends);
        }

        for (int i = 0; i < 3; i++) {
            assertThat(cluster.partition("orders", i).logEnd()).isBetween(300L, 2_400L);
        }
    }

    @Test
    void shouldDeliverWithoutPromises() throws Exception {
        cluster.createTopic("orders", 1);
        try (Producer<String, String> producer = producer().acks(Acks.NONE).build()) {
            await(sendNumbers(producer, "orders", 0, 10));
        }

        assertThat(cluster.partition("orders", 0).logEnd()).isEqualTo(10);
    }

    @Test
    void shouldReportASerializerThatFails() {
        cluster.createTopic("orders", 1);
        try (Producer<String, String> producer = client.<String, String>producer(Serdes.string(), (topic, value) -> {
                    throw new IllegalArgumentException("no good");
                })
                .build()) {
            assertThat(reasonOf(producer.send("orders", "k", "v"))).isEqualTo(ErrorReason.SERIALIZATION);
        }
    }
}
