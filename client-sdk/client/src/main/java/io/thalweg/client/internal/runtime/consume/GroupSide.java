package io.thalweg.client.internal.runtime.consume;

import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.CommittedOffset;
import io.thalweg.client.api.consumer.GroupSettings;
import io.thalweg.client.api.consumer.RebalanceListener;
import io.thalweg.client.internal.runtime.cluster.ClientCore;
import io.thalweg.client.internal.runtime.group.GroupChange;
import io.thalweg.client.internal.runtime.group.GroupMembership;
import io.thalweg.client.internal.runtime.group.GroupOffsets;
import io.thalweg.client.internal.runtime.port.JoinRequest;
import io.thalweg.client.internal.runtime.port.MemberIdentity;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a polling thread has to do with its group: take over assignments, commit automatically, leave. Used by the polling thread only. */
final class GroupSide {
    private static final Logger LOG = LoggerFactory.getLogger(GroupSide.class);
    private static final long LAST_COMMIT_MILLIS = 5_000;
    private static final long LEAVE_MILLIS = 6_000;

    private final ClientCore core;
    private final GroupSettings settings;
    private final Runnable wakePoller;
    private final GroupOffsets offsets;
    private @Nullable RecordReader<?, ?> reader;
    private volatile @Nullable GroupMembership membership;
    private RebalanceListener listener = new RebalanceListener() {};
    private long nextCommitNanos;

    GroupSide(ClientCore core, GroupSettings settings, Runnable wakePoller) {
        this.core = core;
        this.settings = settings;
        this.wakePoller = wakePoller;
        this.offsets = new GroupOffsets(core, settings.group(), this::identity);
        this.nextCommitNanos =
                core.clocks().nowNanos() + settings.autoCommitInterval().toNanos();
    }

    void attach(RecordReader<?, ?> to) {
        reader = to;
    }

    GroupOffsets offsets() {
        return offsets;
    }

    private @Nullable MemberIdentity identity() {
        GroupMembership member = membership;
        return member == null ? MemberIdentity.OUTSIDE : member.identity();
    }

    void join(Set<String> topics, String pattern, RebalanceListener to) {
        listener = to;
        GroupMembership fresh = new GroupMembership(core, new JoinRequest(settings, "", topics, pattern), wakePoller);
        membership = fresh;
        fresh.start();
    }

    /** Takes over what the coordinator has decided, and commits if it is time. */
    void beforeRead() {
        GroupMembership member = membership;
        RecordReader<?, ?> records = reader;
        if (records == null) {
            return;
        }
        commitIfDue(records);
        GroupChange change = member == null ? null : member.takeChange();
        while (change != null && member != null) {
            apply(change, member, records);
            change = member.takeChange();
        }
    }

    private void apply(GroupChange change, GroupMembership member, RecordReader<?, ?> records) {
        if (change instanceof GroupChange.Assigned assigned) {
            takeOver(assigned, member, records);
        } else if (change instanceof GroupChange.Lost) {
            Set<TopicPartition> lost = records.assignment();
            records.remove(lost);
            if (!lost.isEmpty()) {
                listener.onLost(lost);
            }
        } else if (change instanceof GroupChange.Refused refused) {
            throw refused.cause();
        }
    }

    /** First what is gone is finished and committed, then the coordinator is told, and only then the new ones begin. */
    private void takeOver(GroupChange.Assigned assigned, GroupMembership member, RecordReader<?, ?> records) {
        Set<TopicPartition> revoked = new TreeSet<>(records.assignment());
        revoked.removeAll(assigned.owned());
        Set<TopicPartition> added = new TreeSet<>(assigned.owned());
        added.removeAll(records.assignment());
        if (!revoked.isEmpty()) {
            giveUp(revoked, records);
        }
        member.confirm(assigned);
        records.assign(assigned.owned(), new StartAt.Committed());
        if (!added.isEmpty()) {
            listener.onAssigned(added);
        }
    }

    private void giveUp(Set<TopicPartition> revoked, RecordReader<?, ?> records) {
        listener.onRevoked(revoked);
        if (settings.autoCommit()) {
            commitAndWait(records);
        }
        records.remove(revoked);
    }

    private void commitIfDue(RecordReader<?, ?> records) {
        if (!settings.autoCommit() || core.clocks().nowNanos() - nextCommitNanos < 0) {
            return;
        }
        nextCommitNanos =
                core.clocks().nowNanos() + settings.autoCommitInterval().toNanos();
        Map<TopicPartition, CommittedOffset> moved = records.uncommitted();
        if (!moved.isEmpty()) {
            records.committed(moved);
            offsets.commit(moved).whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.warn("automatic commit of group {} failed", settings.group(), failure);
                }
            });
        }
    }

    private void commitAndWait(RecordReader<?, ?> records) {
        Map<TopicPartition, CommittedOffset> moved = records.uncommitted();
        CompletableFuture<Void> commit = offsets.commit(moved);
        try {
            commit.get(LAST_COMMIT_MILLIS, TimeUnit.MILLISECONDS);
            records.committed(moved);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the last commit of group {} failed; its records will be delivered again", settings.group(), e);
        }
    }

    /** How long a poll may wait at most, because of the automatic commit. */
    long boundWait(long nanos) {
        if (!settings.autoCommit()) {
            return nanos;
        }
        return Math.max(1, Math.min(nanos, nextCommitNanos - core.clocks().nowNanos()));
    }

    /** Finishes and leaves, if it is a member. */
    void leave() {
        GroupMembership member = membership;
        RecordReader<?, ?> records = reader;
        if (records != null && settings.autoCommit()) {
            commitAndWait(records);
        }
        if (member == null || records == null) {
            return;
        }
        Set<TopicPartition> owned = records.assignment();
        if (!owned.isEmpty()) {
            try {
                listener.onRevoked(owned);
            } catch (RuntimeException e) {
                throw ThalwegException.of(ErrorReason.INTERNAL, "the rebalance listener failed", Map.of(), e);
            } finally {
                records.remove(owned);
                leave(member);
            }
        } else {
            leave(member);
        }
    }

    /** Waits, so that whoever looks at the group after a close finds the member gone, and so that the client's end does not cut the farewell off. */
    private void leave(GroupMembership member) {
        membership = null;
        try {
            member.leave().get(LEAVE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(
                    "group {} was not told that its member leaves; its session runs out in {} s",
                    settings.group(),
                    settings.sessionTimeout().toSeconds(),
                    e);
        }
    }
}
