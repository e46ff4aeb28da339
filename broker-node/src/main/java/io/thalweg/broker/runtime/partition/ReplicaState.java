package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.PartitionReplica;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.broker.replication.view.ReplicaPositions;
import io.thalweg.broker.runtime.access.Refusal;
import io.thalweg.broker.runtime.tail.PartitionTail;
import io.thalweg.broker.runtime.tail.TailSlice;
import io.thalweg.metadata.model.Durability;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicConfig;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime keeps beside a replica core: the tail in memory, the waiting appends, the applier, and what is
 * published to other threads. Only for the loop, but for {@link #reader}, {@link #config} and
 * {@link #logEnd}.
 */
final class ReplicaState {
    private static final long LAG_REPORT_MILLIS = 1_000;

    private final HostedName name;
    private final PartitionEnvironment environment;
    private final PendingAppends pending = new PendingAppends();
    /** Batches of a write that has not returned. */
    private List<RecordBatch> unwritten = List.of();

    private @Nullable AppliedTables applied;
    private boolean wake;
    private @Nullable String stopCause;
    private @Nullable String lastDamage;
    private long lagReportedMillis;
    private String topicName = "";
    /** Only while somebody may read from it. */
    private volatile @Nullable PartitionTail tail;

    private volatile TopicConfig config = TopicConfig.DEFAULT;
    private volatile Published published;

    ReplicaState(HostedName name, PartitionEnvironment environment, PartitionReplica replica) {
        this.name = name;
        this.environment = environment;
        this.published = Published.of(replica, null);
    }

    /** The partition is one of an internal topic. */
    void applyWith(AppliedTables tables) {
        applied = tables;
    }

    PartitionReader reader() {
        return new PartitionReader(name, environment, tail, this::published);
    }

    /** As {@link PartitionTail#read}. */
    @Nullable
    TailSlice recent(long fromOffset, long endOffsetExclusive, int maxBytes) {
        PartitionTail present = tail;
        return present == null ? null : present.read(fromOffset, endOffsetExclusive, maxBytes);
    }

    private void remember(RecordBatch batch, boolean leads) {
        PartitionTail present = tail;
        if (present == null) {
            present = environment.tails().open();
            present.leads(leads);
            tail = present;
        }
        present.append(batch);
    }

    private void forgetTail() {
        PartitionTail present = tail;
        tail = null;
        if (present != null) {
            present.clear();
        }
    }

    PendingAppends pending() {
        return pending;
    }

    TopicConfig config() {
        return config;
    }

    void config(@Nullable Topic topic) {
        config = topic == null ? config : topic.config();
        topicName = topic == null ? topicName : topic.name();
    }

    /** Name of the partition's topic. */
    String topic() {
        return topicName;
    }

    boolean isFsync() {
        return config.durability() == Durability.FSYNC;
    }

    boolean isStopped() {
        return stopCause != null;
    }

    /** Whether this is other damage than the last that was found: readers may meet the same again and again. */
    boolean isNewDamage(String cause) {
        boolean known = cause.equals(lastDamage);
        lastDamage = cause;
        return !known;
    }

    boolean isLeading() {
        return published.leading();
    }

    /** Whether the replica leads, serves and follows as the image says, or will do nothing: nothing is to be tried again. */
    boolean isSettled() {
        ReplicaRole role = published.positions().role();
        boolean settled = role == ReplicaRole.LEADER || published.positions().readable() || role == ReplicaRole.STOPPED;
        AppliedTables tables = applied;
        return settled && (tables == null || !tables.isRestless());
    }

    long logEnd() {
        return published.positions().logEnd();
    }

    Published published() {
        return published;
    }

    Refusal refusalOfStopped() {
        String cause = stopCause;
        return cause == null
                ? new Refusal.ByReplica(published.notLeader())
                : new Refusal.ByReplica(new Rejection.Faulted(cause, true));
    }

    void onAppend(RecordBatch batch) {
        unwritten = unwritten.isEmpty() ? new ArrayList<>(1) : unwritten;
        unwritten.add(batch);
    }

    void onTruncate(long fromOffset) {
        if (!unwritten.isEmpty()) {
            unwritten.removeIf(batch -> batch.baseOffset() >= fromOffset);
        }
        PartitionTail present = tail;
        if (present != null) {
            present.truncate(fromOffset);
        }
    }

    void onReset(long logStart) {
        unwritten = List.of();
        forgetTail();
        AppliedTables tables = applied;
        if (tables != null) {
            tables.reset(logStart);
        }
    }

    /** The log begins anew as if the partition had just been created. */
    void onForgotten() {
        unwritten = List.of();
        forgetTail();
        AppliedTables tables = applied;
        if (tables != null) {
            tables.reset(0);
        }
    }

    /**
     * The write that held the last appends has returned.
     *
     * @param leads whether the replica leads now, so that others may read them
     */
    void onWritten(int loop, boolean leads) {
        long records = 0;
        long bytes = 0;
        boolean kept = leads || applied != null;
        for (RecordBatch batch : unwritten) {
            if (kept) {
                remember(batch, leads);
            }
            records += batch.recordCount();
            bytes += batch.length();
        }
        if (bytes > 0 && isLeading()) {
            environment.listener().appended(loop, unwritten.size(), records, bytes);
        } else if (bytes > 0) {
            environment.listener().replicated(loop, unwritten.size(), bytes);
        }
        unwritten = List.of();
    }

    void onCommitted(long highWatermark) {
        wake = true;
        AppliedTables tables = applied;
        if (tables != null) {
            tables.applyBelow(highWatermark);
        }
    }

    /** Brings the tables of an internal topic to the high watermark, in the write that stores it. */
    void storeApplied(long highWatermark, LogChanges changes) {
        AppliedTables tables = applied;
        if (tables != null) {
            tables.applyBelow(highWatermark);
            tables.storeRows(changes);
        }
    }

    void onRole(ReplicaRole role, LeaderEpoch epoch, long highWatermark) {
        wake = true;
        AppliedTables tables = applied;
        PartitionTail present = tail;
        if (!role.leads() && tables == null) {
            forgetTail();
        } else if (present != null) {
            present.leads(role.leads());
        }
        if (tables != null && role == ReplicaRole.LEADER) {
            tables.applyBelow(highWatermark);
            tables.leads(epoch.value());
        } else if (tables != null) {
            tables.leadsNoMore();
        }
    }

    void tick(long nowMillis) {
        AppliedTables tables = applied;
        if (tables != null && !isStopped()) {
            tables.tick(nowMillis);
        }
    }

    void stop(String cause) {
        stopCause = cause;
        AppliedTables tables = applied;
        if (tables != null) {
            tables.leadsNoMore();
        }
        published = new Published(published.positions(), published.epochs(), cause);
        pending.rejectAll(new Rejection.Faulted(cause, false));
        environment.watchers().wake(name.id());
    }

    void remove(Rejection forWaiting) {
        AppliedTables tables = applied;
        if (tables != null) {
            tables.remove();
        }
        forgetTail();
        published = new Published(published.positions(), published.epochs(), "no replica belongs here any more");
        pending.rejectAll(forWaiting);
        environment.watchers().wake(name.id());
    }

    /** Lets other threads see where the replica stands now. */
    void publish(PartitionReplica replica) {
        Published next = Published.of(replica, stopCause);
        wake |= next.positions().logStart() != published.positions().logStart();
        published = next;
    }

    /** Wakes who waits for what was published. */
    void tell(long nowMillis) {
        if (wake) {
            wake = false;
            environment.watchers().wake(name.id());
        }
        if (isLeading() && nowMillis - lagReportedMillis >= LAG_REPORT_MILLIS) {
            lagReportedMillis = nowMillis;
            ReplicaPositions positions = published.positions();
            long highWatermark = positions.highWatermark();
            environment.listener().highWatermark(name.id(), highWatermark, positions.logEnd() - highWatermark);
        }
    }

    /** Whole batches for the applier: from memory, from the write under way, or from the store. */
    List<ByteBuffer> committed(long fromOffset, long endOffset, int maxBytes) {
        TailSlice slice = recent(fromOffset, endOffset, maxBytes);
        if (slice != null) {
            return slice.batches();
        }
        for (RecordBatch batch : unwritten) {
            if (batch.baseOffset() <= fromOffset && fromOffset < batch.nextOffset()) {
                return List.of(batch.bytes());
            }
        }
        return List.of(environment
                .store()
                .read(name.log(), fromOffset, endOffset, maxBytes)
                .batches());
    }
}
