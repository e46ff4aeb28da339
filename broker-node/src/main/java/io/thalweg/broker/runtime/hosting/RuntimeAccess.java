package io.thalweg.broker.runtime.hosting;

import io.thalweg.broker.log.LogDamage;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.runtime.access.AppendListener;
import io.thalweg.broker.runtime.access.AppendRequest;
import io.thalweg.broker.runtime.access.OffsetOutcome;
import io.thalweg.broker.runtime.access.PartitionAccess;
import io.thalweg.broker.runtime.access.PositionsOutcome;
import io.thalweg.broker.runtime.access.ReadOutcome;
import io.thalweg.broker.runtime.access.Refusal;
import io.thalweg.broker.runtime.access.ReplicaReport;
import io.thalweg.broker.runtime.access.Subscription;
import io.thalweg.broker.runtime.loop.LoopTask;
import io.thalweg.broker.runtime.loop.Turn;
import io.thalweg.broker.runtime.partition.HostedPartition;
import io.thalweg.broker.runtime.partition.Watchers;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.PartitionUid;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The door for services: finds the partition, refuses what cannot be taken, and hands the rest to loop or reader. */
public final class RuntimeAccess implements PartitionAccess {
    private final HostedPartitions hosted;
    private final Watchers watchers;
    private volatile boolean closed;

    public RuntimeAccess(HostedPartitions hosted, Watchers watchers) {
        this.hosted = hosted;
        this.watchers = watchers;
    }

    /** From here on appends are refused. */
    public void close() {
        closed = true;
    }

    @Override
    public void append(AppendRequest request, AppendListener listener) {
        if (closed) {
            listener.refused(new Refusal.NotReady());
            return;
        }
        HostedPartition partition = hosted.get(request.partition());
        if (partition == null) {
            listener.refused(notHosted(request.partition()));
        } else if (!partition.loop().offer(new AppendTask(partition, request, listener))) {
            listener.refused(closed ? new Refusal.NotReady() : new Refusal.ByReplica(new Rejection.Overloaded()));
        }
    }

    @Override
    public ReadOutcome read(PartitionId partition, long offset, OptionalLong positionEpoch, int maxBytes) {
        HostedPartition found = hosted.get(partition);
        if (found == null) {
            return new ReadOutcome.Refused(notHosted(partition));
        }
        try {
            return found.reader().read(offset, positionEpoch, maxBytes);
        } catch (LogDamage damage) {
            return new ReadOutcome.Refused(damaged(found, damage));
        }
    }

    @Override
    public OffsetOutcome offsetForTime(PartitionId partition, long timeMillis) {
        HostedPartition found = hosted.get(partition);
        if (found == null) {
            return new OffsetOutcome.Refused(notHosted(partition));
        }
        try {
            return found.reader().offsetForTime(timeMillis);
        } catch (LogDamage damage) {
            return new OffsetOutcome.Refused(damaged(found, damage));
        }
    }

    @Override
    public Subscription onCommitted(PartitionId partition, Runnable wakeUp) {
        return watchers.add(partition, wakeUp);
    }

    @Override
    public PositionsOutcome positions(PartitionId partition) {
        HostedPartition found = hosted.get(partition);
        return found == null
                ? new PositionsOutcome.Refused(notHosted(partition))
                : new PositionsOutcome.Hosted(found.reader().positions());
    }

    @Override
    public @Nullable ReplicaReport replica(PartitionUid partition) {
        HostedPartition found = hosted.get(partition);
        return found == null ? null : found.report();
    }

    private Refusal notHosted(PartitionId id) {
        ClusterImage image = hosted.image();
        if (image == null) {
            return new Refusal.NotReady();
        }
        Partition partition = image.partition(id);
        return partition == null
                ? new Refusal.UnknownPartition(id)
                : new Refusal.ByReplica(new Rejection.NotLeader(partition.leader(), partition.leaderEpoch()));
    }

    private static Refusal damaged(HostedPartition partition, LogDamage damage) {
        partition.loop().post(turn -> partition.onDamage(turn, damage));
        return new Refusal.ByReplica(new Rejection.Faulted(String.valueOf(damage.getMessage()), true));
    }

    private record AppendTask(HostedPartition partition, AppendRequest request, AppendListener listener)
            implements LoopTask {
        @Override
        public void run(Turn turn) {
            partition.onAppend(turn, request, listener);
        }

        @Override
        public long bytes() {
            return request.batch().length();
        }
    }
}
