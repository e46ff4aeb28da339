package io.thalweg.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.ProducerRecord;
import io.thalweg.client.api.producer.RecordMetadata;
import io.thalweg.client.api.serde.Serdes;
import io.thalweg.client.fake.FakeCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a producer does with small batches for many partitions, against a broker that stores them and answers when the test wants it. */
@Timeout(60)
final class ProducerCrowdTest {
    /** As many small batches as a broker gets before those that follow wait. */
    private static final int CROWDED = 32;

    private static final int PARTITIONS = CROWDED + 8;

    private FakeCluster cluster;
    private ThalwegClient client;

    @BeforeEach
    void start() throws Exception {
        cluster = FakeCluster.start(1);
        client = ThalwegClient.connect(cluster.bootstrap());
        cluster.createTopic("orders", PARTITIONS);
        cluster.broker(1).swallowAnswers(true);
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }

    private Producer<String, String> producer(Duration deliveryTimeout) {
        return client.producer(Serdes.string(), Serdes.string())
                .deliveryTimeout(deliveryTimeout)
                .build();
    }

    /** One record for each partition, each in a batch of its own. */
    private static List<CompletableFuture<RecordMetadata>> sendToAll(Producer<String, String> producer) {
        List<CompletableFuture<RecordMetadata>> sends = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            sends.add(producer.send(
                    ProducerRecord.<String, String>of("orders", "v").toPartition(partition)));
        }
        return sends;
    }

    private static void await(List<CompletableFuture<RecordMetadata>> sends) throws Exception {
        CompletableFuture.allOf(sends.toArray(CompletableFuture<?>[]::new)).get(30, TimeUnit.SECONDS);
    }

    private int batches(int partition) {
        return cluster.partition("orders", partition).batchCount();
    }

    private int batches() {
        return IntStream.range(0, PARTITIONS).map(this::batches).sum();
    }

    @Test
    void shouldFillSmallBatchesWhileManyAreOnTheirWay() throws Exception {
        try (Producer<String, String> producer = producer(Duration.ofSeconds(30))) {
            cluster.broker(1).swallowAnswers(false);
            await(sendToAll(producer));
            cluster.broker(1).swallowAnswers(true);
            List<CompletableFuture<RecordMetadata>> sends = sendToAll(producer);
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> cluster.broker(1).appends() >= PARTITIONS + CROWDED);
            List<Integer> waiting = IntStream.range(0, PARTITIONS)
                    .filter(partition -> batches(partition) == 1)
                    .boxed()
                    .toList();
            for (int partition : waiting) {
                sends.add(producer.send(
                        ProducerRecord.<String, String>of("orders", "w").toPartition(partition)));
            }

            cluster.broker(1).swallowAnswers(false);
            cluster.broker(1).breakStreams();
            await(sends);

            assertThat(waiting).hasSize(PARTITIONS - CROWDED).allMatch(partition -> batches(partition) == 2);
        }
    }

    @Test
    void shouldNotWaitForBatchesThatStandStill() {
        Producer<String, String> producer = producer(Duration.ofSeconds(30));

        sendToAll(producer);

        Awaitility.await().until(() -> cluster.broker(1).appends() == PARTITIONS);
        producer.close(Duration.ofMillis(100));
    }

    /** What waits behind a silent broker is more than a producer holds at its pace. */
    @Test
    void shouldNotKeepOthersWaitingForACrowdBeforeASilentBroker() throws Exception {
        String large = "v".repeat(200_000);
        client.close();
        cluster.close();
        cluster = FakeCluster.start(2);
        client = ThalwegClient.connect(cluster.bootstrap());
        cluster.createTopic("many", 2 * PARTITIONS);
        int silent = cluster.partition("many", 0).leader();
        cluster.broker(silent).ignoreAppends(true);
        Producer<String, String> producer = producer(Duration.ofSeconds(30));
        List<CompletableFuture<RecordMetadata>> others = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            for (int partition = 0; partition < 2 * PARTITIONS; partition++) {
                CompletableFuture<RecordMetadata> sent = producer.send(
                        ProducerRecord.<String, String>of("many", large).toPartition(partition));
                if (cluster.partition("many", partition).leader() != silent) {
                    others.add(sent);
                }
            }
        }

        await(others);
        producer.close(Duration.ofMillis(100));
    }

    @Test
    void shouldGoOnWhenThoseBeforeAreAnswered() throws Exception {
        cluster.broker(1).swallowAnswers(false);
        try (Producer<String, String> producer = producer(Duration.ofSeconds(30))) {
            for (int round = 0; round < 50; round++) {
                await(sendToAll(producer));
            }
        }

        assertThat(batches()).isBetween(PARTITIONS, 50 * PARTITIONS);
    }
}
