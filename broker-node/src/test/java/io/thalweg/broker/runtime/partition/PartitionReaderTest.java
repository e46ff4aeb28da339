package io.thalweg.broker.runtime.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.log.LogState;
import io.thalweg.broker.log.testing.MemoryLogStore;
import io.thalweg.broker.log.testing.MemoryQuarantine;
import io.thalweg.broker.record.BatchBuilder;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.ChainHash;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.broker.replication.view.ReplicaPositions;
import io.thalweg.broker.rpc.peer.PeerSettings;
import io.thalweg.broker.rpc.peer.PeerStreams;
import io.thalweg.broker.runtime.access.ReadOutcome;
import io.thalweg.broker.runtime.access.Refusal;
import io.thalweg.broker.runtime.feed.BulkThrottle;
import io.thalweg.broker.runtime.feed.FeedReaders;
import io.thalweg.broker.runtime.feed.FollowerFeeds;
import io.thalweg.broker.runtime.link.DiskSpace;
import io.thalweg.broker.runtime.link.RuntimeListener;
import io.thalweg.broker.runtime.tail.PartitionTail;
import io.thalweg.broker.runtime.tail.TailCache;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.TopicId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads while the replica's state changes between the looks at it. */
final class PartitionReaderTest {
    private static final BatchSeed SEED = new BatchSeed(7, 7, 0);
    private static final LogId LOG = new LogId(1);
    private static final BrokerId OTHER = new BrokerId(2);

    private final MemoryLogStore store = new MemoryLogStore();
    private final TailCache cache = new TailCache(1 << 20, 1 << 20);
    private final PartitionTail tail = cache.open();
    private final AtomicBoolean leased = new AtomicBoolean(true);
    private final ArrayDeque<Published> looks = new ArrayDeque<>();
    private final PartitionReader reader = new PartitionReader(
            new HostedName(new PartitionId(new TopicId(new UUID(7, 7)), 0), new PartitionUid(1), LOG, SEED),
            new PartitionEnvironment(
                    store,
                    new MemoryQuarantine(),
                    cache,
                    new FollowerFeeds(1 << 20, 1 << 16, new BulkThrottle(BulkThrottle.UNLIMITED, 0)),
                    new PeerStreams(
                            PeerSettings.usual(new UUID(1, 2), new BrokerId(1)), PartitionReaderTest::dialled, () -> 0),
                    new Watchers(),
                    RuntimeListener.NONE,
                    leased::get,
                    DiskSpace.UNLIMITED,
                    new FeedReaders(Runnable::run, Runnable::run)),
            tail,
            looks::remove);

    private static ManagedChannel dialled(Endpoint endpoint) {
        throw new AssertionError("dials " + endpoint);
    }

    @BeforeEach
    void writeFourBatches() {
        LogChanges changes = new LogChanges().create(LOG, SEED);
        long chain = ChainHash.EMPTY;
        for (int offset = 0; offset < 4; offset++) {
            RecordBatch batch = batch(offset);
            chain = batch.chainAfter(chain);
            changes.append(LOG, batch, chain);
        }
        store.write(changes);
    }

    @Test
    void shouldServeNothingAtOrAboveTheHighWatermark() {
        // given
        looks.add(leader(5, 0, 2));
        looks.add(leader(5, 0, 4));

        // when
        ReadOutcome outcome = reader.read(0, OptionalLong.empty(), 1 << 20);

        // then
        assertThat(outcome).isInstanceOf(ReadOutcome.Data.class);
        assertThat(((ReadOutcome.Data) outcome).nextOffset()).isEqualTo(2);
    }

    @Test
    void shouldNotAnswerWithWhatItReadWhenTheLeadershipWentMeanwhile() {
        // given
        looks.add(leader(5, 0, 4));
        looks.add(published(ReplicaRole.FOLLOWER, 6, 0, 4));

        // when
        ReadOutcome outcome = reader.read(0, OptionalLong.empty(), 1 << 20);

        // then
        assertThat(outcome)
                .isEqualTo(new ReadOutcome.Refused(
                        new Refusal.ByReplica(new Rejection.NotLeader(OTHER, new LeaderEpoch(6)))));
    }

    @Test
    void shouldNotAnswerWithWhatItReadWhenTheLeadershipWentAndCameBack() {
        looks.add(leader(5, 0, 4));
        looks.add(leader(8, 0, 4));

        assertThat(reader.read(0, OptionalLong.empty(), 1 << 20)).isInstanceOf(ReadOutcome.Refused.class);
    }

    @Test
    void shouldSayOutOfRangeWhenTheLogStartWentByDuringTheRead() {
        // given
        looks.add(leader(5, 0, 4));
        looks.add(leader(5, 3, 4));
        store.write(new LogChanges().state(LOG, new LogState(3, 4, 4)));

        // when
        ReadOutcome outcome = reader.read(1, OptionalLong.empty(), 1 << 20);

        // then
        assertThat(outcome).isEqualTo(new ReadOutcome.Refused(new Refusal.OffsetOutOfRange(1, 3, 4)));
    }

    @Test
    void shouldNotSayOutOfRangeToAReaderWhoIsAheadInANewerEpoch() {
        // given
        looks.add(leader(5, 0, 4));

        // when
        ReadOutcome outcome = reader.read(9, OptionalLong.of(6), 1 << 20);

        // then
        assertThat(outcome).isEqualTo(new ReadOutcome.Refused(new Refusal.OffsetNotYetAvailable(9, 4)));
    }

    @Test
    void shouldNotSayOutOfRangeOfWhatANewerLeaderMayHaveWhenTheLeaseIsOver() {
        // given
        looks.add(leader(5, 0, 4));
        looks.add(leader(5, 0, 4));

        // when
        ReadOutcome sure = reader.read(9, OptionalLong.empty(), 1 << 20);
        leased.set(false);
        ReadOutcome unsure = reader.read(9, OptionalLong.empty(), 1 << 20);

        // then
        assertThat(sure).isEqualTo(new ReadOutcome.Refused(new Refusal.OffsetOutOfRange(9, 0, 4)));
        assertThat(unsure).isEqualTo(new ReadOutcome.Refused(new Refusal.OffsetNotYetAvailable(9, 4)));
    }

    @Test
    void shouldReadWhatIsCommittedWithoutALease() {
        looks.add(leader(5, 0, 4));
        looks.add(leader(5, 0, 4));
        leased.set(false);

        assertThat(reader.read(0, OptionalLong.empty(), 1 << 20)).isInstanceOf(ReadOutcome.Data.class);
    }

    private static Published leader(long epoch, long logStart, long highWatermark) {
        return published(ReplicaRole.LEADER, epoch, logStart, highWatermark);
    }

    private static Published published(ReplicaRole role, long epoch, long logStart, long highWatermark) {
        ReplicaPositions positions =
                new ReplicaPositions(role, OTHER, new LeaderEpoch(epoch), logStart, highWatermark, 4, 4, true, true);
        return new Published(positions, new EpochHistory(List.of()), null);
    }

    private static RecordBatch batch(long baseOffset) {
        BatchBuilder builder = new BatchBuilder(SEED);
        builder.add(new byte[0], new byte[100], 1_000);
        RecordBatch batch = builder.build();
        batch.stamp(baseOffset, 5, 2_000);
        return batch;
    }
}
