package io.thalweg.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.client.api.producer.Compression;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.ProducerBuilder;
import io.thalweg.client.api.producer.ProducerRecord;
import io.thalweg.client.api.producer.RecordMetadata;
import io.thalweg.client.api.serde.Serdes;
import io.thalweg.client.fake.FakeCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How full compressed batches are. */
final class ProducerCompressionTest {
    private static final int BATCH_BYTES = 2_000;
    private static final int VALUE_BYTES = 500;
    private static final byte[] CONSTANT = new byte[VALUE_BYTES];

    private FakeCluster cluster;
    private ThalwegClient client;

    @BeforeEach
    void start() throws Exception {
        cluster = FakeCluster.start(1);
        client = ThalwegClient.connect(cluster.bootstrap());
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }

    private ProducerBuilder<byte[], byte[]> producer() {
        return client.producer(Serdes.bytes(), Serdes.bytes())
                .compression(Compression.ZSTD)
                .batchSize(BATCH_BYTES)
                .linger(Duration.ofSeconds(5));
    }

    /** Sends so many values, and tells how many batches there are then. */
    private int batchesAfter(Producer<byte[], byte[]> producer, int count, IntFunction<byte[]> value) throws Exception {
        List<CompletableFuture<RecordMetadata>> sends = IntStream.range(0, count)
                .mapToObj(i -> producer.send(ProducerRecord.<byte[], byte[]>of("orders", value.apply(i))
                        .toPartition(0)))
                .toList();
        producer.flush();
        CompletableFuture.allOf(sends.toArray(CompletableFuture<?>[]::new)).get(30, TimeUnit.SECONDS);
        return cluster.partition("orders", 0).batchCount();
    }

    @Test
    void shouldFillBatchesByWhatCompressionMakesOfThem() throws Exception {
        cluster.createTopic("orders", 1);
        try (Producer<byte[], byte[]> producer = producer().build()) {
            int begin = batchesAfter(producer, 60, i -> CONSTANT);
            int end = batchesAfter(producer, 120, i -> CONSTANT);

            int uncompressed = 120 * VALUE_BYTES / BATCH_BYTES;
            assertThat(end - begin).isLessThan(uncompressed / 2);
        }
    }

    @Test
    void shouldStayBelowTheTopicsLimitWhenRecordsNoLongerCompress() throws Exception {
        cluster.createTopic("orders", 1, Map.of("max.message.bytes", "3000"));
        Random random = new Random(5);
        try (Producer<byte[], byte[]> producer = producer().build()) {
            int begin = batchesAfter(producer, 60, i -> CONSTANT);

            int end = batchesAfter(producer, 60, i -> {
                byte[] value = new byte[VALUE_BYTES];
                random.nextBytes(value);
                return value;
            });

            assertThat(end - begin).isGreaterThanOrEqualTo(60 * VALUE_BYTES / 3_000);
        }
    }

    @Test
    void shouldLeaveRoomInTheMemoryForManyBatchesThatFill() throws Exception {
        cluster.createTopic("orders", 1);
        try (Producer<byte[], byte[]> producer =
                producer().bufferMemory(64L * BATCH_BYTES).build()) {
            int begin = batchesAfter(producer, 60, i -> CONSTANT);
            int end = batchesAfter(producer, 60, i -> CONSTANT);

            assertThat(end - begin).isGreaterThanOrEqualTo(60 * VALUE_BYTES / BATCH_BYTES);
        }
    }
}
