package io.thalweg.broker.runtime;

import static io.thalweg.broker.runtime.testing.Appends.append;
import static io.thalweg.broker.runtime.testing.Appends.committed;
import static io.thalweg.broker.runtime.testing.Appends.positions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.log.testing.MemoryLogStore;
import io.thalweg.broker.replication.action.Acks;
import io.thalweg.broker.replication.action.Appended;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.runtime.access.Refusal;
import io.thalweg.broker.runtime.testing.Appends;
import io.thalweg.broker.runtime.testing.DirectMetadata;
import io.thalweg.broker.runtime.testing.LocalBroker;
import io.thalweg.metadata.event.Command;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three data planes whose disks fill up. */
final class FullDiskRuntimeTest {
    private static final PartitionId PARTITION = new PartitionId(new TopicId(new UUID(7, 7)), 0);
    /** Less than the time after which a silent follower is left out. */
    private static final long SOON_SECONDS = 5;

    private final DirectMetadata metadata = new DirectMetadata(new UUID(1, 2));
    private final Map<Integer, LogStore> stores = new HashMap<>();
    private final Map<Integer, LocalBroker> brokers = new HashMap<>();

    @BeforeEach
    void start() {
        for (int id = 1; id <= 3; id++) {
            stores.put(id, new MemoryLogStore());
            brokers.put(id, LocalBroker.start(id, Objects.requireNonNull(stores.get(id)), BrokerEpoch.NONE, metadata));
        }
        metadata.apply(new Command.CreateTopic(
                PARTITION.topic(),
                "orders",
                false,
                Map.of("min.insync.replicas", "2"),
                List.of(List.of(new BrokerId(1), new BrokerId(2), new BrokerId(3)))));
        awaitInSync(3);
        acknowledged(1, "first");
    }

    @AfterEach
    void stop() {
        brokers.values().forEach(LocalBroker::close);
        brokers.values().forEach(broker -> assertThat(broker.fatal()).isNull());
    }

    @Test
    void shouldGoOnWithoutAFollowerWhoseDiskIsFullAndTakeItBack() {
        broker(3).disk().allow(false, false);

        acknowledged(1, "second");
        awaitInSync(2);
        long without = positions(broker(3).access(), PARTITION).logEnd();
        acknowledged(1, "third");
        assertThat(positions(broker(3).access(), PARTITION).logEnd()).isEqualTo(without);

        broker(3).disk().allow(true, true);
        awaitInSync(3);
        await().untilAsserted(() -> assertThat(
                        positions(broker(3).access(), PARTITION).logEnd())
                .isEqualTo(positions(broker(1).access(), PARTITION).logEnd()));
    }

    @Test
    void shouldRefuseOnTheLeaderWhoseDiskIsFullAndLeadElsewhere() {
        broker(1).disk().allow(false, true);

        assertThat(refusal(append(broker(1).access(), PARTITION, Acks.ALL, "second")))
                .isEqualTo(new Refusal.DiskFull(5));

        await().until(() -> {
            append(broker(1).access(), PARTITION, Acks.ALL, "no");
            return !Objects.equals(partition().leader(), new BrokerId(1));
        });
        int leader = Objects.requireNonNull(partition().leader()).value();
        await().until(() -> positions(broker(leader).access(), PARTITION).epochCommitted());
        acknowledged(leader, "third");
        assertThat(committed(broker(leader).access(), PARTITION, 0)).hasSize(2);
        assertThat(refusal(append(broker(1).access(), PARTITION, Acks.ALL, "fourth")))
                .isInstanceOfSatisfying(
                        Refusal.ByReplica.class,
                        refused -> assertThat(refused.rejection()).isInstanceOf(Rejection.NotLeader.class));
    }

    @Test
    void shouldRefuseForSureWhileTooFewDisksHaveRoom() {
        broker(2).disk().allow(false, false);
        broker(3).disk().allow(false, false);
        CompletableFuture<Appended> underWay = append(broker(1).access(), PARTITION, Acks.ALL, "second");

        await().untilAsserted(() -> assertThat(refusal(append(broker(1).access(), PARTITION, Acks.ALL, "no")))
                .isInstanceOfSatisfying(
                        Refusal.ByReplica.class,
                        refused -> assertThat(refused.rejection()).isInstanceOf(Rejection.NotEnoughReplicas.class)));
        assertThat(underWay).isNotDone();

        broker(2).disk().allow(true, true);
        underWay.orTimeout(SOON_SECONDS, TimeUnit.SECONDS).join();
        acknowledged(1, "third");
    }

    private void acknowledged(int leader, String value) {
        append(broker(leader).access(), PARTITION, Acks.ALL, value)
                .orTimeout(SOON_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static Refusal refusal(CompletableFuture<Appended> outcome) {
        Throwable problem = outcome.handle((appended, thrown) -> thrown)
                .orTimeout(SOON_SECONDS, TimeUnit.SECONDS)
                .join();
        return ((Appends.RefusedException) Objects.requireNonNull(problem)).refusal();
    }

    private LocalBroker broker(int id) {
        return Objects.requireNonNull(brokers.get(id));
    }

    private Partition partition() {
        return Objects.requireNonNull(metadata.image().partition(PARTITION));
    }

    private void awaitInSync(int count) {
        await().until(() -> metadata.image().inSync(partition()).size() == count);
    }
}
