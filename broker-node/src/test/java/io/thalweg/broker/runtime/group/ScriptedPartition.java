package io.thalweg.broker.runtime.group;

import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.Appended;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.runtime.access.AppendListener;
import io.thalweg.broker.runtime.access.AppendRequest;
import io.thalweg.broker.runtime.access.OffsetOutcome;
import io.thalweg.broker.runtime.access.PartitionAccess;
import io.thalweg.broker.runtime.access.PartitionPositions;
import io.thalweg.broker.runtime.access.PositionsOutcome;
import io.thalweg.broker.runtime.access.ReadOutcome;
import io.thalweg.broker.runtime.access.Refusal;
import io.thalweg.broker.runtime.access.ReplicaReport;
import io.thalweg.broker.runtime.access.Subscription;
import io.thalweg.broker.runtime.link.TableReader;
import io.thalweg.broker.runtime.link.TableWriter;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.PartitionUid;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A coordinator partition whose log does what the test says: appends wait until they are committed or refused. */
final class ScriptedPartition implements PartitionAccess {
    private static final long EPOCH = 5;

    /** The stored rows, as a replica has them after its last write. */
    final TreeMap<byte[], byte[]> table = new TreeMap<>(Arrays::compareUnsigned);

    private final Deque<Waiting> log = new ArrayDeque<>();
    private final PartitionId id;
    private boolean leased = true;
    private long logEnd;
    private @Nullable GroupPartition applier;

    /** An append without outcome, and whether its listener was told of a failure meanwhile. */
    private record Waiting(RecordBatch batch, AppendListener listener) {}

    ScriptedPartition(PartitionId id) {
        this.id = id;
    }

    void appliedBy(GroupPartition partition) {
        applier = partition;
    }

    void leased(boolean held) {
        leased = held;
    }

    int waiting() {
        return log.size();
    }

    /** The oldest append is committed: applied, then answered. */
    void commit() {
        Waiting oldest = log.remove();
        apply(oldest);
        oldest.listener.appended(new Appended(oldest.batch.baseOffset(), EPOCH, 0, false));
    }

    void commitAll() {
        while (!log.isEmpty()) {
            commit();
        }
    }

    /** The oldest append is committed, but its listener never hears that. */
    void commitUnheard() {
        apply(log.remove());
    }

    /** The oldest append is refused and leaves no trace. */
    void refuse(Rejection rejection) {
        log.remove().listener.refused(new Refusal.ByReplica(rejection));
    }

    /** The newest append is answered with an outcome that may still come; it stays in the log. */
    void doubtNewest() {
        Waiting newest = log.removeLast();
        log.add(new Waiting(newest.batch, new Deaf()));
        newest.listener.refused(new Refusal.ByReplica(new Rejection.TimedOut()));
    }

    private void apply(Waiting append) {
        GroupPartition partition = applier;
        if (partition != null) {
            partition.apply(append.batch, writer());
        }
    }

    private TableWriter writer() {
        return new TableWriter() {
            @Override
            public void put(byte number, byte[] key, byte[] value) {
                table.put(key, value);
            }

            @Override
            public void remove(byte number, byte[] key) {
                table.remove(key);
            }
        };
    }

    TableReader reader() {
        return new TableReader() {
            @Override
            public byte @Nullable [] value(byte number, byte[] key) {
                return table.get(key);
            }

            @Override
            public void scan(byte number, byte[] keyPrefix, io.thalweg.broker.log.LogStore.RowVisitor visitor) {
                table.forEach(visitor::visit);
            }
        };
    }

    @Override
    public void append(AppendRequest request, AppendListener listener) {
        request.batch().stamp(logEnd, EPOCH, 0);
        logEnd = request.batch().nextOffset();
        log.add(new Waiting(request.batch(), listener));
    }

    @Override
    public @Nullable ReplicaReport replica(PartitionUid partition) {
        return null;
    }

    @Override
    public PositionsOutcome positions(PartitionId partition) {
        return new PositionsOutcome.Hosted(
                new PartitionPositions(id, true, EPOCH, 0, logEnd, logEnd, logEnd, true, leased));
    }

    @Override
    public ReadOutcome read(PartitionId partition, long offset, OptionalLong positionEpoch, int maxBytes) {
        throw new UnsupportedOperationException("coordinators read nothing");
    }

    @Override
    public OffsetOutcome offsetForTime(PartitionId partition, long timeMillis) {
        throw new UnsupportedOperationException("coordinators read nothing");
    }

    @Override
    public Subscription onCommitted(PartitionId partition, Runnable wakeUp) {
        throw new UnsupportedOperationException("coordinators wait for nothing");
    }

    private static final class Deaf implements AppendListener {
        @Override
        public void appended(Appended outcome) {}

        @Override
        public void refused(Refusal refusal) {}
    }
}
