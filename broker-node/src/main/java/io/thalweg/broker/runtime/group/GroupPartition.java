package io.thalweg.broker.runtime.group;

import io.thalweg.broker.group.GroupDecision;
import io.thalweg.broker.group.GroupEffect;
import io.thalweg.broker.group.GroupRejection;
import io.thalweg.broker.group.GroupRow;
import io.thalweg.broker.group.GroupShard;
import io.thalweg.broker.group.MemberConnection;
import io.thalweg.broker.group.TopicShape;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.Appended;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.runtime.access.AppendListener;
import io.thalweg.broker.runtime.access.PartitionAccess;
import io.thalweg.broker.runtime.access.PositionsOutcome;
import io.thalweg.broker.runtime.access.Refusal;
import io.thalweg.broker.runtime.link.CommittedApplier;
import io.thalweg.broker.runtime.link.PartitionMailbox;
import io.thalweg.broker.runtime.link.TableWriter;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.TopicId;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One coordinator partition, on its loop. Three states: <em>following</em> (only rows are applied), <em>settling</em>
 * (leading, but an append failed with an outcome that may still come: a marker row is appended, and when it is
 * committed everything before it is decided) and <em>serving</em> (a shard restored from the committed rows). Legal:
 * following to serving, serving to settling, settling to serving, any to following.
 */
final class GroupPartition implements CommittedApplier {
    private static final int MAX_PENDING = 10_000;
    private static final Refusal LEASE_EXPIRED = new Refusal.ByReplica(new Rejection.LeaseExpired());

    private final PartitionId partition;
    private final PartitionAccess partitions;
    private final CommittedRows rows;
    private final RowAppender appender;
    private final LongSupplier clockMillis;
    private final PartitionMailbox mailbox;
    private final Runnable removed;
    private final PendingDecisions pending = new PendingDecisions();
    private final Map<MemberConnection, MemberStream> streams = new HashMap<>();
    private List<TopicShape> catalog = List.of();
    private @Nullable GroupShard shard;
    private boolean leading;
    private boolean markerUnderWay;
    private long leaderEpoch;
    private long markers;
    /** Name of the marker that settles; an older one may lie before an append that is in doubt. */
    private @Nullable ByteBuffer awaited;

    GroupPartition(GroupPartitionParts parts) {
        this.partition = parts.partition();
        this.partitions = parts.partitions();
        this.rows = new CommittedRows(parts.tables());
        this.appender = new RowAppender(parts.partitions(), parts.partition());
        this.clockMillis = parts.clockMillis();
        this.mailbox = parts.mailbox();
        this.removed = parts.removed();
    }

    PartitionMailbox mailbox() {
        return mailbox;
    }

    long now() {
        return clockMillis.getAsLong();
    }

    // ---- driven by the partition

    @Override
    public void apply(RecordBatch batch, TableWriter writer) {
        ByteBuffer marker = batch.isControl() ? null : rows.apply(batch, writer);
        if (marker != null && marker.equals(awaited) && leading && shard == null) {
            serve();
        }
    }

    @Override
    public void onLeading(long epoch) {
        leading = true;
        leaderEpoch = epoch;
        serve();
    }

    @Override
    public void onLeadingEnded() {
        leading = false;
        markerUnderWay = false;
        stopServing(new GroupRefusal.NotCoordinator(partition));
    }

    @Override
    public void onReset() {
        rows.clear();
    }

    @Override
    public void onRemoved() {
        stopServing(new GroupRefusal.NotCoordinator(partition));
        removed.run();
    }

    @Override
    public void onTick(long nowMillis) {
        if (shard != null) {
            submit(shard.onTick(now()), () -> {}, refusal -> {});
        } else if (leading && !markerUnderWay) {
            appendMarker();
        }
    }

    /** It leads and cannot serve before a marker is committed, which the next tick may append. */
    @Override
    public boolean isRestless() {
        return leading && shard == null;
    }

    private void serve() {
        GroupShard restored = new GroupShard();
        rows.restore(restored, now());
        shard = restored;
        awaited = null;
        submit(restored.onCatalog(catalog), () -> {}, refusal -> {});
    }

    private void stopServing(GroupRefusal refusal) {
        shard = null;
        awaited = null;
        pending.failAll(refusal);
        List<MemberStream> ending = List.copyOf(streams.values());
        streams.clear();
        ending.forEach(stream -> stream.ended(new GroupRefusal.NotCoordinator(partition)));
    }

    /** Appends a row that changes nothing, but is committed only after all before it. */
    private void appendMarker() {
        markerUnderWay = true;
        byte[] marker = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(leaderEpoch)
                .putLong(++markers)
                .array();
        awaited = ByteBuffer.wrap(marker);
        appender.append(List.of(new GroupRow(CommittedRows.MARKER, marker)), now(), new AppendListener() {
            @Override
            public void appended(Appended outcome) {
                markerUnderWay = false;
            }

            @Override
            public void refused(Refusal refusal) {
                markerUnderWay = false;
            }
        });
    }

    // ---- requests, already on the loop

    void catalog(List<TopicShape> topics, Set<TopicId> deleted) {
        catalog = topics;
        if (shard != null && !deleted.isEmpty()) {
            submit(shard.onTopicsDeleted(deleted), () -> {}, refusal -> {});
        }
        if (shard != null) {
            submit(shard.onCatalog(topics), () -> {}, refusal -> {});
        }
    }

    void join(Function<GroupShard, GroupDecision> call, MemberConnection connection, MemberStream stream) {
        GroupShard serving = shard;
        if (serving == null) {
            stream.ended(new GroupRefusal.NotCoordinator(partition));
            return;
        }
        streams.put(connection, stream);
        answer(call.apply(serving), () -> {}, refusal -> end(connection, refusal));
    }

    /** Runs something that only renews or ends sessions; nothing when this partition is not serving. */
    void tell(Consumer<GroupShard> call) {
        if (shard != null) {
            call.accept(shard);
        }
    }

    void forget(MemberConnection connection) {
        streams.remove(connection);
    }

    /** Runs a change; the listener hears {@code true} when it is committed. */
    void change(Function<GroupShard, GroupDecision> call, GroupListener<Boolean> listener) {
        GroupShard serving = shard;
        if (serving == null) {
            listener.refused(new GroupRefusal.NotCoordinator(partition));
            return;
        }
        answer(call.apply(serving), () -> listener.done(true), listener::refused);
    }

    /** Answers a question when everything decided before it is committed. */
    <T> void ask(Function<GroupShard, T> question, GroupListener<T> listener) {
        GroupShard serving = shard;
        if (serving == null) {
            listener.refused(new GroupRefusal.NotCoordinator(partition));
            return;
        }
        T answer = question.apply(serving);
        answer(GroupDecision.none(), () -> listener.done(answer), listener::refused);
    }

    /** Submits what somebody outside asked for; with nothing to commit, the lease has to vouch for the answer. */
    private void answer(GroupDecision decision, Runnable committed, Consumer<GroupRefusal> failed) {
        if (decision.rows().isEmpty() && !leased()) {
            failed.accept(new GroupRefusal.ByPartition(partition, LEASE_EXPIRED));
        } else {
            submit(decision, committed, failed);
        }
    }

    private void submit(GroupDecision decision, Runnable committed, Consumer<GroupRefusal> failed) {
        GroupRejection rejection = decision.rejection();
        if (rejection != null) {
            failed.accept(new GroupRefusal.ByGroup(rejection));
            return;
        }
        PendingDecisions.Entry entry = pending.add(
                () -> {
                    decision.effects().forEach(this::run);
                    committed.run();
                },
                failed);
        if (decision.rows().isEmpty()) {
            pending.settle(entry);
            return;
        }
        appender.append(decision.rows(), now(), new AppendListener() {
            @Override
            public void appended(Appended outcome) {
                if (pending.waits(entry)) {
                    pending.settle(entry);
                }
            }

            @Override
            public void refused(Refusal refusal) {
                if (pending.waits(entry)) {
                    stopServing(new GroupRefusal.ByPartition(partition, refusal));
                }
            }
        });
    }

    /**
     * Whether another broker surely coordinates nothing of this yet, so that what is known here may be answered. What
     * has rows needs no lease: it is answered when every holder has them.
     */
    private boolean leased() {
        return partitions.positions(partition) instanceof PositionsOutcome.Hosted hosted
                && hosted.positions().leased();
    }

    /** Whether requests must be turned away for a while. */
    boolean overloaded() {
        return pending.size() >= MAX_PENDING;
    }

    private void run(GroupEffect effect) {
        effect.dispatch(new GroupEffect.Handler() {
            @Override
            public void joined(GroupEffect.Joined joined) {
                MemberStream stream = streams.get(joined.connection());
                if (stream != null) {
                    stream.joined(joined.member(), joined.heartbeatIntervalMillis());
                }
            }

            @Override
            public void assigned(GroupEffect.Assigned assigned) {
                MemberStream stream = streams.get(assigned.connection());
                if (stream != null) {
                    stream.assigned(assigned.memberEpoch(), assigned.partitions());
                }
            }

            @Override
            public void ended(GroupEffect.Ended ended) {
                end(ended.connection(), new GroupRefusal.ByGroup(ended.reason()));
            }
        });
    }

    private void end(MemberConnection connection, GroupRefusal refusal) {
        MemberStream stream = streams.remove(connection);
        if (stream != null) {
            stream.ended(refusal);
        }
    }
}
