package io.thalweg.broker.runtime;

import static io.thalweg.broker.runtime.testing.Appends.append;
import static io.thalweg.broker.runtime.testing.Appends.committed;
import static io.thalweg.broker.runtime.testing.Appends.positions;
import static io.thalweg.broker.runtime.testing.Appends.produced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.log.testing.MemoryLogStore;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.replication.action.Acks;
import io.thalweg.broker.replication.action.Appended;
import io.thalweg.broker.runtime.access.PositionsOutcome;
import io.thalweg.broker.runtime.access.ReadOutcome;
import io.thalweg.broker.runtime.testing.DirectMetadata;
import io.thalweg.broker.runtime.testing.LocalBroker;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.TopicId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three data planes on stores in memory, joined by real streams on loopback. */
final class ReplicatedRuntimeTest {
    private static final TopicId TOPIC = new TopicId(new UUID(7, 7));
    private static final PartitionId PARTITION = new PartitionId(TOPIC, 0);

    private final DirectMetadata metadata = new DirectMetadata(new UUID(1, 2));
    private final Map<Integer, LogStore> stores = new HashMap<>();
    private final Map<Integer, LocalBroker> brokers = new HashMap<>();

    @BeforeEach
    void start() {
        for (int id = 1; id <= 3; id++) {
            stores.put(id, new MemoryLogStore());
            brokers.put(id, LocalBroker.start(id, store(id), BrokerEpoch.NONE, metadata));
        }
        metadata.apply(new Command.CreateTopic(
                TOPIC,
                "orders",
                false,
                Map.of("min.insync.replicas", "2"),
                List.of(List.of(new BrokerId(1), new BrokerId(2), new BrokerId(3)))));
        awaitInSync(3);
    }

    @AfterEach
    void stop() {
        brokers.values().forEach(LocalBroker::close);
        brokers.values().forEach(broker -> assertThat(broker.fatal()).isNull());
    }

    @Test
    void shouldHaveEveryBatchOnAllBrokersWhenAnAppendIsAcknowledged() {
        // given
        List<CompletableFuture<Appended>> outcomes = new ArrayList<>();

        // when
        for (int i = 0; i < 100; i++) {
            outcomes.add(append(broker(1).access(), PARTITION, Acks.ALL, "a" + i, "b" + i));
        }
        outcomes.forEach(outcome -> outcome.orTimeout(10, TimeUnit.SECONDS).join());

        // then
        assertThat(committed(broker(1).access(), PARTITION, 0)).hasSize(100);
        awaitSameLogs();
    }

    @Test
    void shouldKeepTheNewestBatchesInMemoryWhereTheyAreReadAndNowhereElse() {
        // given
        int shareOfAFollower = 256 << 10;
        appendTo(1, shareOfAFollower * 2);
        awaitSameLogs();
        assertThat(broker(1).tailBytes()).isGreaterThan(shareOfAFollower);
        assertThat(broker(2).tailBytes()).isZero();

        // when
        stopBroker(1);
        awaitLeading(2);
        appendTo(2, shareOfAFollower * 2);
        awaitSameLogs();

        // then
        assertThat(broker(2).tailBytes()).isGreaterThan(shareOfAFollower);
        assertThat(broker(3).tailBytes()).isZero();
    }

    private void appendTo(int leader, int bytes) {
        String kilobyte = "x".repeat(1 << 10);
        for (int appended = 0; appended < bytes; appended += kilobyte.length()) {
            join(append(broker(leader).access(), PARTITION, Acks.ALL, kilobyte));
        }
    }

    @Test
    void shouldKeepEverythingWhenTheLeaderDiesAndAnotherIsElected() {
        // given
        for (int i = 0; i < 20; i++) {
            join(append(broker(1).access(), PARTITION, Acks.ALL, "before" + i));
        }

        // when
        stopBroker(1);

        // then
        assertThat(partition().leader()).isEqualTo(new BrokerId(2));
        awaitLeading(2);
        for (int i = 0; i < 20; i++) {
            join(append(broker(2).access(), PARTITION, Acks.ALL, "after" + i));
        }
        assertThat(committed(broker(2).access(), PARTITION, 0)).hasSize(40);
    }

    @Test
    void shouldTakeBackABrokerThatReturnsWithItsData() {
        // given
        join(append(broker(1).access(), PARTITION, Acks.ALL, "before"));
        BrokerEpoch earlier = broker(1).epoch();
        stopBroker(1);
        awaitLeading(2);
        join(append(broker(2).access(), PARTITION, Acks.ALL, "meanwhile"));

        // when
        brokers.put(1, LocalBroker.start(1, store(1), earlier, metadata));

        // then
        awaitInSync(3);
        join(append(broker(2).access(), PARTITION, Acks.ALL, "after"));
        awaitSameLogs();
    }

    @Test
    void shouldCutWhatADeposedLeaderAppendedAlone() {
        // given
        join(append(broker(1).access(), PARTITION, Acks.ALL, "kept"));
        broker(1).cutOff();
        CompletableFuture<Appended> alone = append(broker(1).access(), PARTITION, Acks.ALL, "alone");
        await().until(() -> positions(broker(1).access(), PARTITION).logEnd() > 2);
        assertThat(committed(broker(1).access(), PARTITION, 0)).hasSize(1);
        metadata.apply(new Command.FenceBrokers(List.of(broker(1).identity())));
        awaitLeading(2);
        join(append(broker(2).access(), PARTITION, Acks.ALL, "instead"));

        // when
        broker(1).heal();

        // then
        awaitInSync(3);
        awaitSameLogs();
        assertThat(alone).isCompletedExceptionally();
        assertThat(broker(1).access().read(PARTITION, 0, OptionalLong.empty(), 1_000))
                .isInstanceOf(ReadOutcome.Refused.class);
        assertThat(committed(broker(2).access(), PARTITION, 0)).hasSize(2);
    }

    @Test
    void shouldFeedAFollowerThatIsBehindWhatIsInMemory() {
        // given
        BrokerEpoch earlier = broker(3).epoch();
        stopBroker(3);
        String large = "x".repeat(100_000);
        for (int i = 0; i < 100; i++) {
            join(append(broker(1).access(), PARTITION, Acks.ALL, large));
        }

        // when
        brokers.put(3, LocalBroker.start(3, store(3), earlier, metadata));

        // then
        awaitInSync(3);
        awaitSameLogs();
    }

    @Test
    void shouldCopyALogAnewInWhichAReaderMetDamage() {
        // given
        for (int i = 0; i < 100; i++) {
            join(append(broker(1).access(), PARTITION, Acks.ALL, "x".repeat(100_000)));
        }
        LogId log = new LogId(partition().uid().value());
        ((MemoryLogStore) store(1)).corrupt(log, 3);

        // when
        ReadOutcome damaged = broker(1).access().read(PARTITION, 3, OptionalLong.empty(), 1_000);

        // then
        assertThat(damaged).isInstanceOf(ReadOutcome.Refused.class);
        awaitLeading(2);
        awaitInSync(3);
        join(append(broker(2).access(), PARTITION, Acks.ALL, "after"));
        awaitSameLogs();
        ((MemoryLogStore) store(1)).verify(log);
    }

    @Test
    void shouldKnowTheProducersWhoseBatchesWereDeletedBeforeItFollowed() {
        // given
        PartitionId shrinking = createShrinkingTopic();
        BrokerEpoch earlier = broker(3).epoch();
        stopBroker(3);
        Appended first = join(append(broker(1).access(), shrinking, Acks.ALL, produced(shrinking, 9, 0, "a", "b")));
        await().until(() -> {
            join(append(broker(1).access(), shrinking, Acks.ALL, "x".repeat(1_000)));
            return positions(broker(1).access(), shrinking).logStart() > first.baseOffset() + 1;
        });

        // when
        stores.put(3, new MemoryLogStore());
        brokers.put(3, LocalBroker.startOnNewDisk(3, store(3), earlier, metadata));
        awaitInSync(shrinking, 3);
        stopBroker(1);

        // then
        await().until(() -> positions(broker(3).access(), shrinking).epochCommitted());
        Appended repeated = join(append(broker(3).access(), shrinking, Acks.ALL, produced(shrinking, 9, 0, "a", "b")));
        assertThat(repeated.duplicate()).isTrue();
        assertThat(repeated.baseOffset()).isEqualTo(first.baseOffset());
        Appended next = join(append(broker(3).access(), shrinking, Acks.ALL, produced(shrinking, 9, 2, "c")));
        assertThat(next.duplicate()).isFalse();
    }

    /** One partition that keeps very little, led by broker 1 and after it by broker 3. */
    private PartitionId createShrinkingTopic() {
        TopicId topic = new TopicId(new UUID(9, 9));
        metadata.apply(new Command.CreateTopic(
                topic,
                "shrinking",
                false,
                Map.of("min.insync.replicas", "2", "retention.bytes", "100"),
                List.of(List.of(new BrokerId(1), new BrokerId(3), new BrokerId(2)))));
        PartitionId partition = new PartitionId(topic, 0);
        awaitInSync(partition, 3);
        await().until(() -> positions(broker(1).access(), partition).epochCommitted());
        return partition;
    }

    @Test
    void shouldDeleteTheDataOfADeletedTopicBeforeTheIndexIsReported() {
        // given
        join(append(broker(1).access(), PARTITION, Acks.ALL, "gone"));
        LogId log = new LogId(partition().uid().value());

        // when
        metadata.apply(new Command.DeleteTopic(TOPIC));

        // then
        long index = metadata.image().index();
        for (LocalBroker broker : brokers.values()) {
            await().until(() -> broker.appliedImage() >= index);
            assertThat(broker.access().positions(PARTITION)).isInstanceOf(PositionsOutcome.Refused.class);
        }
        stores.values().forEach(store -> assertThat(store.sizeBytes(log)).isZero());
    }

    @Test
    void shouldTakeBackABrokerThatLiesFarBehindWhileAppendsGoOn() {
        // given
        BrokerEpoch earlier = broker(3).epoch();
        stopBroker(3);
        String megabyte = "x".repeat(1_000_000);
        for (int i = 0; i < 24; i++) {
            join(append(broker(1).access(), PARTITION, Acks.ALL, megabyte));
        }

        // when
        brokers.put(3, LocalBroker.start(3, store(3), earlier, metadata));
        for (int i = 0; i < 100; i++) {
            join(append(broker(1).access(), PARTITION, Acks.ALL, "meanwhile" + i));
        }

        // then
        awaitInSync(3);
        join(append(broker(1).access(), PARTITION, Acks.ALL, "after"));
        awaitSameLogs();
    }

    private LocalBroker broker(int id) {
        return Objects.requireNonNull(brokers.get(id));
    }

    private LogStore store(int id) {
        return Objects.requireNonNull(stores.get(id));
    }

    private Partition partition() {
        return Objects.requireNonNull(metadata.image().partition(PARTITION));
    }

    private void stopBroker(int id) {
        LocalBroker broker = Objects.requireNonNull(brokers.remove(id));
        broker.close();
        metadata.apply(new Command.FenceBrokers(List.of(broker.identity())));
    }

    private void awaitInSync(int count) {
        awaitInSync(PARTITION, count);
    }

    private void awaitInSync(PartitionId id, int count) {
        await().until(() -> {
            Partition found = Objects.requireNonNull(metadata.image().partition(id));
            return metadata.image().inSync(found).size() == count;
        });
    }

    private void awaitLeading(int id) {
        await().until(() -> positions(broker(id).access(), PARTITION).epochCommitted());
    }

    private void awaitSameLogs() {
        LogId log = new LogId(partition().uid().value());
        int leader = Objects.requireNonNull(partition().leader()).value();
        await().untilAsserted(() -> {
            long end = positions(broker(leader).access(), PARTITION).logEnd();
            for (int id : brokers.keySet()) {
                assertThat(positions(broker(id).access(), PARTITION).logEnd()).isEqualTo(end);
                assertThat(store(id).chainAt(log, end)).isEqualTo(store(leader).chainAt(log, end));
            }
        });
    }

    private static Appended join(CompletableFuture<Appended> outcome) {
        return outcome.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
