package io.thalweg.broker.runtime;

import static io.thalweg.broker.runtime.testing.Appends.append;
import static io.thalweg.broker.runtime.testing.Appends.committed;
import static io.thalweg.broker.runtime.testing.Appends.positions;
import static io.thalweg.broker.runtime.testing.Appends.produced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.log.testing.MemoryLogStore;
import io.thalweg.broker.replication.action.Acks;
import io.thalweg.broker.replication.action.Appended;
import io.thalweg.broker.runtime.access.PositionsOutcome;
import io.thalweg.broker.runtime.access.ReadOutcome;
import io.thalweg.broker.runtime.access.Refusal;
import io.thalweg.broker.runtime.access.Subscription;
import io.thalweg.broker.runtime.testing.DirectMetadata;
import io.thalweg.broker.runtime.testing.LocalBroker;
import io.thalweg.broker.runtime.testing.RecordingApplier;
import io.thalweg.broker.storage.RocksDbLogStore;
import io.thalweg.broker.storage.StorageSettings;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.TopicId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One data plane with one replica of each partition. */
final class SingleRuntimeTest {
    private static final TopicId TOPIC = new TopicId(new UUID(7, 7));
    private static final PartitionId PARTITION = new PartitionId(TOPIC, 0);
    private static final String INTERNAL = "__coordinator";

    private final DirectMetadata metadata = new DirectMetadata(new UUID(1, 2));

    @Test
    void shouldServeAfterARestartWhatWasAppendedBefore(@TempDir Path directory) {
        // given
        BrokerEpoch earlier;
        try (LogStore store = open(directory);
                LocalBroker broker = LocalBroker.start(1, store, BrokerEpoch.NONE, metadata)) {
            createTopic("orders", false);
            awaitLeading(broker);
            for (int i = 0; i < 50; i++) {
                join(append(broker.access(), PARTITION, Acks.ALL, "value" + i));
            }
            assertThat(committed(broker.access(), PARTITION, 0)).hasSize(50);
            earlier = broker.epoch();
        }

        // when
        try (LogStore store = open(directory);
                LocalBroker broker = LocalBroker.start(1, store, earlier, metadata)) {
            awaitLeading(broker);

            // then
            assertThat(committed(broker.access(), PARTITION, 0)).hasSize(50);
            assertThat(join(append(broker.access(), PARTITION, Acks.ALL, "more"))
                            .baseOffset())
                    .isGreaterThan(50);
        }
    }

    @Test
    void shouldWakeSubscribersWhenThereIsMoreToRead() throws InterruptedException {
        try (LocalBroker broker = LocalBroker.start(1, new MemoryLogStore(), BrokerEpoch.NONE, metadata)) {
            // given
            createTopic("orders", false);
            awaitLeading(broker);
            Semaphore woken = new Semaphore(0);
            try (Subscription subscription = broker.access().onCommitted(PARTITION, woken::release)) {
                assertThat(subscription).isNotNull();

                // when
                join(append(broker.access(), PARTITION, Acks.ALL, "value"));

                // then
                assertThat(woken.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void shouldRefuseAReaderWhoSawAnotherHistoryAndOneWhoIsAhead() {
        try (LocalBroker broker = LocalBroker.start(1, new MemoryLogStore(), BrokerEpoch.NONE, metadata)) {
            // given
            createTopic("orders", false);
            awaitLeading(broker);
            Appended appended = join(append(broker.access(), PARTITION, Acks.ALL, "value"));
            long next = appended.baseOffset() + 1;

            // when
            ReadOutcome same = read(broker, next, appended.leaderEpoch());
            ReadOutcome other = read(broker, next, appended.leaderEpoch() - 1);
            ReadOutcome future = read(broker, next, appended.leaderEpoch() + 1);
            ReadOutcome beyond = broker.access().read(PARTITION, next + 100, OptionalLong.empty(), 1_000);

            // then
            assertThat(same).isInstanceOf(ReadOutcome.Data.class);
            assertThat(refusal(other)).isInstanceOf(Refusal.OffsetOutOfRange.class);
            assertThat(refusal(future)).isInstanceOf(Refusal.OffsetNotYetAvailable.class);
            assertThat(refusal(beyond)).isInstanceOf(Refusal.OffsetOutOfRange.class);
        }
    }

    @Test
    void shouldPromiseNothingOnItsOwnWhenItsLeaseIsOver() {
        try (LocalBroker broker = LocalBroker.start(1, new MemoryLogStore(), BrokerEpoch.NONE, metadata)) {
            // given
            createTopic("orders", false);
            awaitLeading(broker);
            join(append(broker.access(), PARTITION, Acks.LEADER, "before"));

            // when
            broker.leased(false);

            // then
            assertThat(positions(broker.access(), PARTITION).leased()).isFalse();
            for (Acks acks : List.of(Acks.LEADER, Acks.NONE)) {
                assertThat(append(broker.access(), PARTITION, acks, "alone"))
                        .failsWithin(10, TimeUnit.SECONDS)
                        .withThrowableOfType(ExecutionException.class)
                        .withMessageContaining("LeaseExpired");
            }
            join(append(broker.access(), PARTITION, Acks.ALL, "by all holders"));
            assertThat(committed(broker.access(), PARTITION, 0)).hasSize(2);

            // when
            broker.leased(true);

            // then
            join(append(broker.access(), PARTITION, Acks.LEADER, "after"));
            assertThat(positions(broker.access(), PARTITION).leased()).isTrue();
        }
    }

    @Test
    void shouldForgetAProducerThatWasSilentForLong() {
        try (LocalBroker broker = LocalBroker.startForgetful(1, new MemoryLogStore(), metadata, Duration.ofMillis(1))) {
            // given
            createTopic("orders", false);
            awaitLeading(broker);
            Appended first = join(append(broker.access(), PARTITION, Acks.ALL, produced(PARTITION, 9, 0, "a")));

            // when
            await().until(() -> positions(broker.access(), PARTITION).highWatermark() == first.baseOffset() + 2);

            // then
            assertThat(append(broker.access(), PARTITION, Acks.ALL, produced(PARTITION, 9, 1, "b")))
                    .failsWithin(10, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("OutOfOrderSequence[expected=0, got=1]");
        }
    }

    @Test
    void shouldApplyEachCommittedBatchOnceAndGoOnAfterARestart() {
        // given
        MemoryLogStore store = new MemoryLogStore();
        BrokerEpoch earlier;
        AtomicReference<RecordingApplier> first = new AtomicReference<>();
        try (LocalBroker broker = LocalBroker.start(
                1, store, BrokerEpoch.NONE, metadata, Map.of(INTERNAL, RecordingApplier.into(first)))) {
            createTopic(INTERNAL, true);
            awaitLeading(broker);
            for (int i = 0; i < 10; i++) {
                join(append(broker.access(), PARTITION, Acks.ALL, "value" + i));
            }
            await().until(() -> applier(first).records() == 10);
            await().until(() -> applier(first).isLeading());
            earlier = broker.epoch();
        }

        // when
        AtomicReference<RecordingApplier> second = new AtomicReference<>();
        try (LocalBroker broker =
                LocalBroker.start(1, store, earlier, metadata, Map.of(INTERNAL, RecordingApplier.into(second)))) {
            awaitLeading(broker);
            join(append(broker.access(), PARTITION, Acks.ALL, "more"));

            // then
            await().until(() -> applier(second).records() == 11);
            assertThat(applier(second).applied()).doesNotHaveDuplicates();
        }
    }

    private static RecordingApplier applier(AtomicReference<RecordingApplier> made) {
        return Objects.requireNonNull(made.get());
    }

    private void createTopic(String name, boolean internal) {
        metadata.apply(new Command.CreateTopic(
                TOPIC, name, internal, Map.of("min.insync.replicas", "1"), List.of(List.of(new BrokerId(1)))));
    }

    private static void awaitLeading(LocalBroker broker) {
        await().until(() -> broker.access().positions(PARTITION) instanceof PositionsOutcome.Hosted
                && positions(broker.access(), PARTITION).epochCommitted());
    }

    private static ReadOutcome read(LocalBroker broker, long offset, long positionEpoch) {
        return broker.access().read(PARTITION, offset, OptionalLong.of(positionEpoch), 1_000);
    }

    private static Refusal refusal(ReadOutcome outcome) {
        if (outcome instanceof ReadOutcome.Refused refused) {
            return refused.refusal();
        }
        throw new AssertionError("not refused but " + outcome);
    }

    private static LogStore open(Path directory) {
        return RocksDbLogStore.open(directory.resolve("store"), StorageSettings.defaults(), fault -> {
            throw fault;
        });
    }

    private static Appended join(CompletableFuture<Appended> outcome) {
        return outcome.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
