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

    private void awaitCrowd() {
        Awaitility.await().until(() -> cluster.broker(1).appends() >= CROWDED);
    }

    private static void await(List<CompletableFuture<RecordMetadata>> sends) throws Exception {
        CompletableFuture.allOf(sends.toArray(CompletableFuture<?>[]::new)).get(30, TimeUnit.SECONDS);
    }

    private int batches() {
        int batches = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            batches += cluster.partition("orders", partition).batchCount();
        }
        return batches;
    }

    @Test
    void shouldFillSmallBatchesWhileManyAreOnTheirWay() throws Exception {
        try (Producer<String, String> producer = producer(Duration.ofSeconds(30))) {
            List<CompletableFuture<RecordMetadata>> sends = sendToAll(producer);
            awaitCrowd();
            sends.addAll(sendToAll(producer));
            sends.addAll(sendToAll(producer));

            cluster.broker(1).swallowAnswers(false);
            cluster.broker(1).breakStreams();
            await(sends);
        }

        // One batch of three records for those that waited, for the others one of one record before.
        assertThat(batches()).isEqualTo(2 * CROWDED + PARTITIONS - CROWDED);
    }

    @Test
    void shouldSendNoMoreSmallBatchesThanMakeACrowd() {
        try (Producer<String, String> producer = producer(Duration.ofSeconds(1))) {
            List<CompletableFuture<RecordMetadata>> sends = sendToAll(producer);

            // All have failed; those that waited have left when others had given up.
            Awaitility.await().until(() -> sends.stream().allMatch(CompletableFuture::isDone));
        }

        assertThat(cluster.broker(1).appends()).isEqualTo(CROWDED);
    }

    @Test
    void shouldSendWhatWaitsWhenItIsFlushed() {
        Producer<String, String> producer = producer(Duration.ofSeconds(30));
        sendToAll(producer);
        awaitCrowd();

        producer.flush();

        Awaitility.await().until(() -> cluster.broker(1).appends() == PARTITIONS);
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
