package io.thalweg.client.internal.runtime.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.client.api.Headers;
import io.thalweg.client.api.producer.ProducerRecord;
import io.thalweg.client.internal.batching.Murmur2Partitioner;
import io.thalweg.client.internal.batching.RawRecord;
import io.thalweg.client.internal.routing.PartitionRoute;
import io.thalweg.client.internal.routing.TopicRoute;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which partition records without a key go to. */
final class TopicQueueTest {
    private static final int BATCH_BYTES = 1_000;

    private final TopicQueue topic = new TopicQueue("orders", new Murmur2Partitioner(), BATCH_BYTES, BATCH_BYTES, 0);
    private final List<PartitionQueue> partitions = topic.known(route(3), (entry, cause) -> {});

    private static TopicRoute route(int partitions) {
        PartitionRoute nowhere = new PartitionRoute(0, 0, null);
        return new TopicRoute(
                "orders", new UUID(1, 2), TopicRoute.DEFAULT_MAX_BATCH_BYTES, Collections.nCopies(partitions, nowhere));
    }

    /** Appends a record that fills a batch. */
    private PartitionQueue append() {
        RawRecord record = new RawRecord(null, new byte[BATCH_BYTES], Headers.empty(), 1);
        return Objects.requireNonNull(topic.append(
                new TopicQueue.Waiting(record, ProducerRecord.ANY_PARTITION, new CompletableFuture<>(), 0)));
    }

    @Test
    void shouldTakeTurnsWhileAllAreAlike() {
        append();
        for (int round = 0; round < 3; round++) {
            PartitionQueue first = append();
            PartitionQueue second = append();
            PartitionQueue third = append();
            assertThat(List.of(first, second, third)).containsExactlyInAnyOrderElementsOf(partitions);
        }
    }

    @Test
    void shouldGoWhereTheFewestBatchesWait() {
        for (int i = 0; i < 6; i++) {
            append();
        }
        PartitionQueue fast = partitions.get(1);

        for (int i = 0; i < 10; i++) {
            while (fast.waiting() > 0) {
                assertThat(fast.take(true)).isNotNull();
            }
            assertThat(append()).isSameAs(fast);
        }
    }
}
