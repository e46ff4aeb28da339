package io.thalweg.broker.runtime;

import static io.thalweg.broker.runtime.testing.Appends.append;
import static io.thalweg.broker.runtime.testing.Appends.committed;
import static io.thalweg.broker.runtime.testing.Appends.positions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.log.testing.MemoryLogStore;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.replication.action.Acks;
import io.thalweg.broker.runtime.testing.DirectMetadata;
import io.thalweg.broker.runtime.testing.LocalBroker;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.ReplicaMove;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.TopicId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A partition moves from broker to broker; what it leaves behind is deleted, but not before it may be. */
final class MovedPartitionTest {
    private static final TopicId TOPIC = new TopicId(new UUID(7, 7));
    private static final PartitionId PARTITION = new PartitionId(TOPIC, 0);

    private final DirectMetadata metadata = new DirectMetadata(new UUID(1, 2));
    private final Map<Integer, LogStore> stores = new HashMap<>();
    private final Map<Integer, LocalBroker> brokers = new HashMap<>();

    @BeforeEach
    void start() {
        for (int id = 1; id <= 4; id++) {
            stores.put(id, new MemoryLogStore());
            brokers.put(id, LocalBroker.start(id, store(id), BrokerEpoch.NONE, metadata));
        }
        metadata.apply(new Command.CreateTopic(
                TOPIC, "orders", false, Map.of("min.insync.replicas", "2"), List.of(ids(1, 2, 3))));
        await().until(() -> inSync() == 3);
        produce(1, 20);
    }

    @AfterEach
    void stop() {
        brokers.values().forEach(LocalBroker::close);
        brokers.values().forEach(broker -> assertThat(broker.fatal()).isNull());
    }

    @Test
    void shouldCopyTheLogAndDeleteWhatIsLeftBehind() {
        move(1, 2, 4);

        awaitMoved(1, 2, 4);
        await().until(() -> !hasLog(3));
        produce(1, 10);
        assertThat(committed(broker(1).access(), PARTITION, 0)).hasSize(30);
        await().untilAsserted(() -> assertThat(
                        positions(broker(4).access(), PARTITION).logEnd())
                .isEqualTo(positions(broker(1).access(), PARTITION).logEnd()));
    }

    @Test
    void shouldHandTheLeadershipOverBeforeTheLeaderGoes() {
        move(2, 3, 4);

        awaitMoved(2, 3, 4);
        await().until(() -> !hasLog(1));
        produce(2, 10);
        assertThat(committed(broker(2).access(), PARTITION, 0)).hasSize(30);
    }

    @Test
    void shouldHostAPartitionThatComesBackWithAnEmptyLog() {
        move(1, 2, 4);
        awaitMoved(1, 2, 4);
        await().until(() -> !hasLog(3));

        move(1, 2, 3);

        awaitMoved(1, 2, 3);
        assertThat(inSync()).isEqualTo(3);
        produce(1, 5);
        assertThat(committed(broker(1).access(), PARTITION, 0)).hasSize(25);
    }

    @Test
    void shouldDeleteWhatMovedAwayWhileTheBrokerWasDown() {
        BrokerEpoch earlier = broker(3).epoch();
        stopBroker(3);
        move(1, 2, 4);
        awaitMoved(1, 2, 4);
        assertThat(hasLog(3)).isTrue();

        brokers.put(3, LocalBroker.start(3, store(3), earlier, metadata));

        await().until(() -> !hasLog(3));
    }

    @Test
    void shouldKeepTheLogUntilEnoughOthersHaveEverything() {
        broker(3).cutOff();
        move(1, 2, 4);
        awaitMoved(1, 2, 4);
        BrokerEpoch earlier = broker(2).epoch();
        stopBroker(2);
        stopBroker(4);

        broker(3).heal();

        long index = metadata.image().index();
        await().until(() -> broker(3).appliedImage() >= index);
        assertThat(hasLog(3)).isTrue();

        brokers.put(2, LocalBroker.start(2, store(2), earlier, metadata));

        await().until(() -> !hasLog(3));
    }

    private void move(int... replicas) {
        ReplicaMove item = new ReplicaMove(partition().uid(), partition().version(), ids(replicas));
        metadata.apply(new Command.Reassign(List.of(item)));
        assertThat(partition().replicas()).containsAll(ids(replicas));
    }

    private void awaitMoved(int... replicas) {
        await().untilAsserted(() -> {
            assertThat(partition().reassignment()).isNull();
            assertThat(partition().replicas()).isEqualTo(ids(replicas));
        });
    }

    private void produce(int leader, int batches) {
        await().until(() -> positions(broker(leader).access(), PARTITION).epochCommitted());
        for (int i = 0; i < batches; i++) {
            append(broker(leader).access(), PARTITION, Acks.ALL, "record " + i)
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        }
    }

    private int inSync() {
        return metadata.image().inSync(partition()).size();
    }

    private boolean hasLog(int id) {
        LogId log = new LogId(partition().uid().value());
        return store(id).sizeBytes(log) > 0;
    }

    private Partition partition() {
        return Objects.requireNonNull(metadata.image().partition(PARTITION));
    }

    private LocalBroker broker(int id) {
        return Objects.requireNonNull(brokers.get(id));
    }

    private LogStore store(int id) {
        return Objects.requireNonNull(stores.get(id));
    }

    private void stopBroker(int id) {
        LocalBroker broker = Objects.requireNonNull(brokers.remove(id));
        broker.close();
        metadata.apply(new Command.FenceBrokers(List.of(broker.identity())));
    }

    private static List<BrokerId> ids(int... brokers) {
        return IntStream.of(brokers).mapToObj(BrokerId::new).toList();
    }
}
