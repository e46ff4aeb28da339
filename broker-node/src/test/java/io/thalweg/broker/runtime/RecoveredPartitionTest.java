package io.thalweg.broker.runtime;

import static io.thalweg.broker.runtime.testing.Appends.append;
import static io.thalweg.broker.runtime.testing.Appends.committed;
import static io.thalweg.broker.runtime.testing.Appends.positions;
import static io.thalweg.broker.runtime.testing.Appends.produced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.broker.log.QuarantinedPart;
import io.thalweg.broker.log.testing.MemoryLogStore;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.record.RecordBatches;
import io.thalweg.broker.replication.action.Acks;
import io.thalweg.broker.replication.action.Appended;
import io.thalweg.broker.runtime.access.ReplicaReport;
import io.thalweg.broker.runtime.testing.DirectMetadata;
import io.thalweg.broker.runtime.testing.LocalBroker;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.TopicId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Broker 3 was away while records were acknowledged; then it is made leader without those who have them. */
final class RecoveredPartitionTest {
    private static final TopicId TOPIC = new TopicId(new UUID(7, 7));
    private static final PartitionId PARTITION = new PartitionId(TOPIC, 0);
    private static final long PRODUCER = 9;

    private final DirectMetadata metadata = new DirectMetadata(new UUID(1, 2));
    private final Map<Integer, MemoryLogStore> stores = new HashMap<>();
    private final Map<Integer, LocalBroker> brokers = new HashMap<>();
    private final Map<Integer, BrokerEpoch> epochs = new HashMap<>();

    @BeforeEach
    void start() {
        for (int id = 1; id <= 3; id++) {
            stores.put(id, new MemoryLogStore());
            epochs.put(id, BrokerEpoch.NONE);
            startBroker(id);
        }
        metadata.apply(new Command.CreateTopic(
                TOPIC,
                "orders",
                false,
                Map.of("min.insync.replicas", "2"),
                List.of(List.of(new BrokerId(1), new BrokerId(2), new BrokerId(3)))));
        awaitInSync(3);
        join(appendTo(1, "everybody has it"));
        await().until(() -> positions(broker(3).access(), PARTITION).highWatermark() == 2);
        stopBroker(3);
        join(append(broker(1).access(), PARTITION, Acks.ALL, produced(PARTITION, PRODUCER, 0, "a", "b")));
        join(appendTo(1, "c"));
    }

    @AfterEach
    void stop() {
        brokers.values().forEach(LocalBroker::close);
        brokers.values().forEach(broker -> assertThat(broker.fatal()).isNull());
    }

    @Test
    void shouldTakeBackWhoHasMoreWithThatInItsQuarantine() {
        // given
        stopBroker(1);
        stopBroker(2);
        List<RecordBatch> lost = batches(2, 2);
        startBroker(3);
        recover();

        // when
        startBroker(2);
        awaitInSync(2);

        // then
        QuarantinedPart part = broker(2).quarantine().parts().get(0);
        assertThat(part.topic()).isEqualTo("orders");
        assertThat(part.from()).isEqualTo(2);
        assertThat(bytes(broker(2).quarantine().batches(part))).isEqualTo(bytes(lost));
        join(appendTo(3, "goes on"));
        startBroker(1);
        awaitInSync(3);
        awaitSameLogs();
        assertThat(committed(broker(3).access(), PARTITION, 0)).hasSize(2);
    }

    @Test
    void shouldForgetProducersWithWhatTheyWroteLast() {
        // given
        stopBroker(1);
        stopBroker(2);
        startBroker(3);
        recover();
        startBroker(2);
        startBroker(1);
        awaitInSync(3);

        // when
        stopBroker(3);
        await().until(() -> positions(broker(1).access(), PARTITION).epochCommitted());
        Appended again =
                join(append(broker(1).access(), PARTITION, Acks.ALL, produced(PARTITION, PRODUCER, 0, "a", "b")));

        // then
        assertThat(again.duplicate()).isFalse();
    }

    @Test
    void shouldStopAndKeepEverythingWhenThereIsNoRoomForACopy() {
        // given
        recoverWithoutBrokerTwo();
        broker(2).quarantine().full(true);

        // when
        broker(2).heal();

        // then
        awaitFault(2, "no room");
        assertThat(batches(2, 0)).hasSize(4);
    }

    @Test
    void shouldStopAndKeepEverythingWhenWhatItMustCopyIsDamaged() {
        // given
        recoverWithoutBrokerTwo();
        store(2).corrupt(log(), 4);

        // when
        broker(2).heal();

        // then
        awaitFault(2, "is damaged at offset 4");
        assertThat(broker(2).quarantine().parts()).isEmpty();
        assertThat(positions(broker(2).access(), PARTITION).logEnd()).isEqualTo(5);
    }

    /** Broker 2 goes on and hears of nothing. */
    private void recoverWithoutBrokerTwo() {
        broker(2).cutOff();
        metadata.apply(new Command.FenceBrokers(List.of(broker(2).identity())));
        stopBroker(1);
        startBroker(3);
        recover();
    }

    private void recover() {
        Partition partition = partition();
        assertThat(partition.leader()).isNull();
        await().until(() -> report(3) != null
                && Objects.requireNonNull(report(3)).standsStillIn(partition().leaderEpoch()));
        ReplicaReport report = Objects.requireNonNull(report(3));
        metadata.apply(new Command.RecoverLeader(
                partition.uid(),
                partition.leaderEpoch(),
                partition.version(),
                List.of(report.evidence()),
                true,
                "a test",
                null));
    }

    private @Nullable ReplicaReport report(int id) {
        return broker(id).access().replica(partition().uid());
    }

    private void awaitFault(int id, String cause) {
        await().untilAsserted(() -> {
            ReplicaReport report = Objects.requireNonNull(report(id));
            assertThat(report.fault()).contains(cause).contains("quarantine");
        });
    }

    private List<RecordBatch> batches(int id, long from) {
        List<RecordBatch> found = new ArrayList<>();
        RecordBatches.of(store(id)
                        .read(log(), from, Long.MAX_VALUE, Integer.MAX_VALUE)
                        .batches())
                .forEach(found::add);
        return found;
    }

    private MemoryLogStore store(int id) {
        return Objects.requireNonNull(stores.get(id));
    }

    private static List<ByteBuffer> bytes(List<RecordBatch> batches) {
        return batches.stream().map(RecordBatch::bytes).toList();
    }

    private LogId log() {
        return new LogId(partition().uid().value());
    }

    private CompletableFuture<Appended> appendTo(int id, String value) {
        return append(broker(id).access(), PARTITION, Acks.ALL, value);
    }

    private LocalBroker broker(int id) {
        return Objects.requireNonNull(brokers.get(id));
    }

    private Partition partition() {
        return Objects.requireNonNull(metadata.image().partition(PARTITION));
    }

    private void startBroker(int id) {
        LocalBroker broker = LocalBroker.start(id, store(id), Objects.requireNonNull(epochs.get(id)), metadata);
        brokers.put(id, broker);
        epochs.put(id, broker.epoch());
    }

    private void stopBroker(int id) {
        LocalBroker broker = Objects.requireNonNull(brokers.remove(id));
        broker.close();
        metadata.apply(new Command.FenceBrokers(List.of(broker.identity())));
    }

    private void awaitInSync(int count) {
        await().until(() -> metadata.image().inSync(partition()).size() == count);
    }

    private void awaitSameLogs() {
        int leader = Objects.requireNonNull(partition().leader()).value();
        await().untilAsserted(() -> {
            long end = positions(broker(leader).access(), PARTITION).logEnd();
            for (int id : brokers.keySet()) {
                assertThat(positions(broker(id).access(), PARTITION).logEnd()).isEqualTo(end);
                assertThat(store(id).chainAt(log(), end))
                        .isEqualTo(store(leader).chainAt(log(), end));
            }
        });
    }

    private static Appended join(CompletableFuture<Appended> outcome) {
        return outcome.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
