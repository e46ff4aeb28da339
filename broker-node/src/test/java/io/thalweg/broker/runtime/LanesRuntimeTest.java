package io.thalweg.broker.runtime;

import static io.thalweg.broker.runtime.testing.Appends.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.broker.log.testing.MemoryLogStore;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.record.RecordBatches;
import io.thalweg.broker.replication.action.Acks;
import io.thalweg.broker.runtime.testing.DirectMetadata;
import io.thalweg.broker.runtime.testing.HandDialledFollower;
import io.thalweg.broker.runtime.testing.LocalBroker;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.proto.v1.Data;
import io.thalweg.proto.v1.Lane;
import io.thalweg.proto.v1.LeaderMessage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A leader whose follower is played by hand: one partition lies far behind, the other is at its end. */
final class LanesRuntimeTest {
    private static final UUID CLUSTER = new UUID(1, 2);
    private static final TopicId TOPIC = new TopicId(new UUID(7, 7));
    private static final PartitionId FAR = new PartitionId(TOPIC, 0);
    private static final PartitionId TAIL = new PartitionId(TOPIC, 1);
    private static final int FAR_MEGABYTES = 20;
    private static final long BULK_RATE = 4 << 20;

    private final DirectMetadata metadata = new DirectMetadata(CLUSTER);
    private final LocalBroker leader = LocalBroker.startThrottled(1, new MemoryLogStore(), metadata, BULK_RATE);
    private final BrokerIdentity follower = registerFollower();
    private final HandDialledFollower hot = new HandDialledFollower(leader, CLUSTER, follower, Lane.LANE_HOT);
    private final HandDialledFollower bulk = new HandDialledFollower(leader, CLUSTER, follower, Lane.LANE_BULK);

    @BeforeEach
    void fillOnePartition() {
        metadata.apply(new Command.CreateTopic(
                TOPIC,
                "orders",
                false,
                Map.of("min.insync.replicas", "1", "max.message.bytes", "2097152"),
                List.of(replicas(), replicas())));
        long index = metadata.image().index();
        await().until(() -> leader.appliedImage() >= index);
        String megabyte = "x".repeat(1 << 20);
        for (int i = 0; i < FAR_MEGABYTES; i++) {
            join(append(leader.access(), FAR, Acks.LEADER, megabyte));
        }
        await().until(() -> hot.welcomed() && bulk.welcomed());
        hot.grant(16 << 20);
    }

    @AfterEach
    void stop() {
        hot.close();
        bulk.close();
        leader.close();
        assertThat(leader.fatal()).isNull();
    }

    @Test
    void shouldFeedTheTailAlthoughTheBulkLaneGetsNoCredit() {
        // given
        hot.followFromTheStart(partition(FAR), 1);
        await().until(() -> hot.received().stream().anyMatch(LeaderMessage::hasMove));
        bulk.followFromTheStart(partition(FAR), 2);
        await().until(() -> bulk.received().stream().anyMatch(LeaderMessage::hasMatched));

        // when
        hot.followFromTheStart(partition(TAIL), 1);
        await().until(() -> hot.received().stream().anyMatch(LeaderMessage::hasMatched));
        for (int i = 0; i < 100; i++) {
            append(leader.access(), TAIL, Acks.LEADER, "tail" + i);
        }

        // then
        await().until(() -> batchesOf(TAIL) >= 100);
        assertThat(bulk.dataBytes()).isZero();
        assertThat(batchesOf(FAR)).isZero();
    }

    @Test
    void shouldFeedTheBulkLaneWithinItsCredit() {
        // given
        bulk.followFromTheStart(partition(FAR), 1);
        await().until(() -> bulk.received().stream().anyMatch(LeaderMessage::hasMatched));

        // when
        bulk.grant(3 << 20);

        // then
        await().until(() -> bulk.dataBytes() >= 3 << 20);
        assertThat(bulk.dataBytes()).isLessThan(5 << 20);
        assertThat(bulk.received()).noneMatch(LeaderMessage::hasMove);
    }

    @Test
    void shouldSendNoMoreThanTheRateOnTheBulkLane() {
        // given
        bulk.followFromTheStart(partition(FAR), 1);
        await().until(() -> bulk.received().stream().anyMatch(LeaderMessage::hasMatched));
        long began = System.nanoTime();

        // when
        bulk.grant(16 << 20);
        await().until(() -> bulk.dataBytes() >= 4 << 20);

        // then
        double seconds = (System.nanoTime() - began) / 1e9;
        long burst = BULK_RATE / 10 + (2 << 20);
        assertThat((double) bulk.dataBytes()).isLessThan(BULK_RATE * seconds + burst);
    }

    /** A broker without a process: the test speaks for it. */
    private BrokerIdentity registerFollower() {
        TreeMap<String, Endpoint> listeners = new TreeMap<>();
        listeners.put("peer", new Endpoint("127.0.0.1", 1));
        CommandReply reply = metadata.apply(new Command.RegisterBroker(new BrokerRegistration(
                new BrokerId(2),
                new UUID(2, 2),
                new UUID(3, 2),
                listeners,
                "",
                RestartKind.CLEAN,
                BrokerEpoch.NONE,
                0,
                List.of(),
                1)));
        BrokerIdentity identity = new BrokerIdentity(new BrokerId(2), ((CommandReply.Accepted) reply).brokerEpoch());
        metadata.apply(new Command.ActivateBroker(identity));
        return identity;
    }

    private long batchesOf(PartitionId id) {
        int slot = partition(id).uid().value();
        long batches = 0;
        for (Data data : hot.data()) {
            if (data.getSlot() == slot) {
                byte[] bytes = data.getBatches().toByteArray();
                for (RecordBatch batch : RecordBatches.of(ByteBuffer.wrap(bytes))) {
                    batches += batch.length() > 0 ? 1 : 0;
                }
            }
        }
        return batches;
    }

    private Partition partition(PartitionId id) {
        return Objects.requireNonNull(metadata.image().partition(id));
    }

    private static List<BrokerId> replicas() {
        return List.of(new BrokerId(1), new BrokerId(2));
    }

    private static void join(CompletableFuture<?> outcome) {
        outcome.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
