package io.thalweg.broker.replication;

import io.thalweg.broker.record.BatchBuilder;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.Acks;
import io.thalweg.broker.replication.action.AppendRequest;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.broker.replication.view.PartitionView;
import io.thalweg.broker.replication.view.RecoveredLog;
import io.thalweg.broker.replication.view.ReplicaIdentity;
import io.thalweg.broker.replication.view.ReplicaStatus;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.LeaderEpoch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One replica on the bench: broker 1 of a partition on brokers 1 to 3, whose epochs are 11 to 13. */
final class ReplicaBench {
    static final BatchSeed SEED = new BatchSeed(1, 2, 0);
    static final long APPEND_DEADLINE = 1_000;

    final PartitionReplica replica;
    private final Map<BrokerId, ReplicaStatus> statuses = new HashMap<>();
    private final List<Holder> holders = new ArrayList<>();
    private long imageIndex = 20;
    private long writes;
    private long tokens;
    private int minIsr = 2;
    private boolean fsync = true;
    private boolean internal;
    private long recoveryEpoch;

    ReplicaBench() {
        this(ReplicationSettings.DEFAULTS);
    }

    ReplicaBench(ReplicationSettings settings) {
        replica = new PartitionReplica(
                new ReplicaIdentity(SEED, new BrokerId(1), new BrokerEpoch(11)),
                RecoveredLog.empty(),
                offset -> OptionalLong.empty(),
                settings);
        for (int broker = 1; broker <= 3; broker++) {
            status(broker, true, false);
            holders.add(holder(broker));
        }
        time(0);
    }

    void status(int broker, boolean active, boolean draining) {
        statuses.put(new BrokerId(broker), new ReplicaStatus(new BrokerEpoch(10 + broker), active, draining, 0));
    }

    /** A fault of the broker's replica was reported: its entry does not count. */
    void fault(int broker, long index) {
        statuses.put(new BrokerId(broker), new ReplicaStatus(new BrokerEpoch(10 + broker), true, false, index));
        forget(broker);
    }

    /** The broker's entry becomes a suspect. */
    void forget(int broker) {
        holders.set(broker - 1, new Holder(new BrokerId(broker), BrokerEpoch.NONE));
    }

    /** What the topic's settings are from the next view on. */
    void settings(int nextMinIsr, boolean nextFsync) {
        minIsr = nextMinIsr;
        fsync = nextFsync;
    }

    /** The committed holder set from the next view on. */
    void holders(int... brokers) {
        holders.clear();
        for (int broker : brokers) {
            holders.add(holder(broker));
        }
    }

    void time(long millis) {
        replica.onTime(millis, 1_000_000 + millis);
    }

    /** The topic is an internal one from the next view on. */
    void internal() {
        internal = true;
    }

    /** The image now names this leader, chosen by a recovery. */
    List<ReplicaAction> recovered(int leader, long epoch) {
        recoveryEpoch = epoch;
        return view(leader, epoch);
    }

    /** The image now names this leader at this epoch. */
    List<ReplicaAction> view(@Nullable Integer leader, long epoch) {
        imageIndex++;
        return replica.onView(new PartitionView(
                imageIndex,
                leader == null ? null : new BrokerId(leader),
                new LeaderEpoch(epoch),
                imageIndex,
                List.of(new BrokerId(1), new BrokerId(2), new BrokerId(3)),
                holders,
                statuses,
                minIsr,
                fsync,
                internal,
                recoveryEpoch));
    }

    List<ReplicaAction> append(Acks acks) {
        RecordBatch batch =
                new BatchBuilder(SEED).add(new byte[0], new byte[] {1}, 0).build();
        return replica.onAppend(new AppendRequest(++tokens, batch, acks, AppendRequest.ANY_LOG_END, APPEND_DEADLINE));
    }

    List<ReplicaAction> append(long producerId, long sequence) {
        RecordBatch batch = new BatchBuilder(SEED)
                .producer(producerId, 0, sequence)
                .add(new byte[0], new byte[] {1}, 0)
                .build();
        return replica.onAppend(
                new AppendRequest(++tokens, batch, Acks.ALL, AppendRequest.ANY_LOG_END, APPEND_DEADLINE));
    }

    List<ReplicaAction> append(long expectedLogEnd) {
        RecordBatch batch =
                new BatchBuilder(SEED).add(new byte[0], new byte[] {1}, 0).build();
        return replica.onAppend(new AppendRequest(++tokens, batch, Acks.ALL, expectedLogEnd, APPEND_DEADLINE));
    }

    List<ReplicaAction> append() {
        return append(AppendRequest.ANY_LOG_END);
    }

    /** Everything asked for so far is written and synced. */
    List<ReplicaAction> store() {
        List<ReplicaAction> actions = new ArrayList<>(write());
        actions.addAll(sync());
        return actions;
    }

    List<ReplicaAction> write() {
        return replica.onWritten(++writes);
    }

    List<ReplicaAction> sync() {
        return replica.onSynced(writes);
    }

    static PeerStream stream(int peer) {
        return stream(peer, Lane.HOT);
    }

    static PeerStream stream(int peer, Lane lane) {
        return new PeerStream(new BrokerId(peer), new BrokerEpoch(10 + peer), peer, lane);
    }

    static Holder holder(int broker) {
        return new Holder(new BrokerId(broker), new BrokerEpoch(10 + broker));
    }

    /** A batch of one record as a leader of this epoch stamps it. */
    static RecordBatch stamped(long offset, long epoch) {
        RecordBatch batch = new BatchBuilder(SEED)
                .add(new byte[0], Long.toString(offset).getBytes(StandardCharsets.US_ASCII), 0)
                .build();
        batch.stamp(offset, epoch, 1_000_000);
        return batch;
    }

    static <T extends ReplicaAction> List<T> only(Class<T> type, List<ReplicaAction> actions) {
        return actions.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
