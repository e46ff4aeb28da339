package io.thalweg.broker.runtime.group;

import io.thalweg.broker.group.CommittedOffset;
import io.thalweg.broker.group.GroupDescription;
import io.thalweg.broker.group.GroupId;
import io.thalweg.broker.group.GroupRejection;
import io.thalweg.broker.group.GroupShard;
import io.thalweg.broker.group.JoinRequest;
import io.thalweg.broker.group.MemberConnection;
import io.thalweg.broker.group.MemberId;
import io.thalweg.broker.group.TopicShape;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.runtime.access.PartitionAccess;
import io.thalweg.broker.runtime.access.Refusal;
import io.thalweg.broker.runtime.link.CommittedApplier;
import io.thalweg.broker.runtime.link.PartitionMailbox;
import io.thalweg.broker.runtime.link.TableReader;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageChanges;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.Topic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator partitions hosted here, and the way from a group's name to its partition's loop. Thread-safe; holds
 * no group state of its own.
 */
public final class GroupCoordinators implements GroupAccess {
    /** Name of the internal topic whose partitions coordinate groups. */
    public static final String TOPIC = "__coordinator";

    private final Map<PartitionId, GroupPartition> hosted = new ConcurrentHashMap<>();
    private final Supplier<ClusterImage> image;
    private final LongSupplier clockMillis;

    /**
     * @param image the newest image of this broker
     * @param clockMillis milliseconds of a steady clock, for sessions
     */
    public GroupCoordinators(Supplier<ClusterImage> image, LongSupplier clockMillis) {
        this.image = image;
        this.clockMillis = clockMillis;
    }

    /** Makes the applier of a coordinator partition that appears here; on its loop. */
    public CommittedApplier host(
            PartitionId partition, TableReader tables, PartitionMailbox mailbox, PartitionAccess partitions) {
        var parts = new GroupPartitionParts(
                partition, tables, mailbox, partitions, clockMillis, () -> hosted.remove(partition));
        var created = new GroupPartition(parts);
        hosted.put(partition, created);
        // Read only now: a newer image either is seen here or finds the partition among the hosted.
        created.catalog(catalog(image.get()), Set.of());
        return created;
    }

    /** Tells all coordinators here of topics that appeared, grew or were deleted. */
    public void onImage(ClusterImage next, ImageChanges changes) {
        if (!changes.everything()
                && changes.created().isEmpty()
                && changes.altered().isEmpty()
                && changes.deleted().isEmpty()) {
            return;
        }
        List<TopicShape> topics = catalog(next);
        hosted.values()
                .forEach(partition -> partition.mailbox().offer(() -> partition.catalog(topics, changes.deleted())));
    }

    private static List<TopicShape> catalog(ClusterImage image) {
        return image.topics().stream()
                .filter(topic -> !topic.internal())
                .map(topic -> new TopicShape(
                        topic.id(), topic.name(), topic.partitions().size()))
                .toList();
    }

    @Override
    public void join(JoinRequest request, MemberConnection connection, MemberStream stream) {
        run(
                request.group(),
                partition ->
                        partition.join(shard -> shard.onJoin(request, connection, partition.now()), connection, stream),
                stream::ended);
    }

    @Override
    public void heartbeat(GroupId group, MemberId member, MemberConnection connection) {
        tell(group, (partition, shard) -> shard.onHeartbeat(group, member, connection, partition.now()));
    }

    @Override
    public void disconnected(GroupId group, MemberId member, MemberConnection connection) {
        tell(group, (partition, shard) -> {
            shard.onDisconnected(group, member, connection, partition.now());
            partition.forget(connection);
        });
    }

    @Override
    public void confirmed(GroupId group, MemberId member, long memberEpoch) {
        run(
                group,
                partition -> partition.change(shard -> shard.onConfirmed(group, member, memberEpoch), IGNORED),
                refusal -> {});
    }

    @Override
    public void leave(GroupId group, MemberId member, MemberConnection connection, GroupListener<Boolean> listener) {
        run(
                group,
                partition -> {
                    partition.forget(connection);
                    partition.change(shard -> shard.onLeave(group, member, connection), listener);
                },
                listener::refused);
    }

    @Override
    public void commit(
            GroupId group,
            @Nullable MemberId member,
            long memberEpoch,
            Map<PartitionId, CommittedOffset> offsets,
            GroupListener<Boolean> listener) {
        run(
                group,
                partition -> partition.change(shard -> shard.onCommit(group, member, memberEpoch, offsets), listener),
                listener::refused);
    }

    @Override
    public void offsets(
            GroupId group,
            Set<PartitionId> partitions,
            GroupListener<SortedMap<PartitionId, CommittedOffset>> listener) {
        run(group, partition -> partition.ask(shard -> shard.offsets(group, partitions), listener), listener::refused);
    }

    @Override
    public void describe(GroupId group, GroupListener<GroupDescription> listener) {
        run(
                group,
                partition -> partition.ask(shard -> new Found(shard.describe(group)), new GroupListener<Found>() {
                    @Override
                    public void done(Found answer) {
                        GroupDescription description = answer.description();
                        if (description != null) {
                            listener.done(description);
                        } else {
                            refused(new GroupRefusal.ByGroup(new GroupRejection(
                                    GroupRejection.Reason.GROUP_NOT_FOUND, "There is no group " + group + ".")));
                        }
                    }

                    @Override
                    public void refused(GroupRefusal refusal) {
                        listener.refused(refusal);
                    }
                }),
                listener::refused);
    }

    private record Found(@Nullable GroupDescription description) {}

    @Override
    public void reset(GroupId group, Map<PartitionId, CommittedOffset> offsets, GroupListener<Boolean> listener) {
        run(group, partition -> partition.change(shard -> shard.onReset(group, offsets), listener), listener::refused);
    }

    @Override
    public void delete(GroupId group, GroupListener<Boolean> listener) {
        run(group, partition -> partition.change(shard -> shard.onDelete(group), listener), listener::refused);
    }

    @Override
    public void list(Consumer<List<GroupDescription>> listener) {
        List<GroupPartition> asked = List.copyOf(hosted.values());
        var found = new ConcurrentLinkedQueue<GroupDescription>();
        var open = new AtomicInteger(asked.size() + 1);
        Runnable answered = () -> {
            if (open.decrementAndGet() == 0) {
                listener.accept(List.copyOf(found));
            }
        };
        for (GroupPartition partition : asked) {
            Runnable question = () -> partition.ask(GroupShard::describeAll, new GroupListener<>() {
                @Override
                public void done(List<GroupDescription> answer) {
                    found.addAll(answer);
                    answered.run();
                }

                @Override
                public void refused(GroupRefusal refusal) {
                    answered.run();
                }
            });
            if (!partition.mailbox().offer(question)) {
                answered.run();
            }
        }
        answered.run();
    }

    /** Runs a task for a group on its partition's loop, or says why not. */
    private void run(GroupId group, Consumer<GroupPartition> task, Consumer<GroupRefusal> refused) {
        PartitionId id = partitionOf(group);
        GroupPartition partition = id == null ? null : hosted.get(id);
        if (id == null || partition == null) {
            refused.accept(new GroupRefusal.NotCoordinator(id == null ? NOWHERE : id));
            return;
        }
        boolean taken = partition.mailbox().offer(() -> {
            if (partition.overloaded()) {
                refused.accept(overloaded(id));
            } else {
                task.accept(partition);
            }
        });
        if (!taken) {
            refused.accept(overloaded(id));
        }
    }

    /** Something that only touches sessions. */
    private interface SessionTask {
        void run(GroupPartition partition, GroupShard shard);
    }

    private void tell(GroupId group, SessionTask task) {
        run(group, partition -> partition.tell(shard -> task.run(partition, shard)), refusal -> {});
    }

    private static GroupRefusal overloaded(PartitionId partition) {
        return new GroupRefusal.ByPartition(partition, new Refusal.ByReplica(new Rejection.Overloaded()));
    }

    private @Nullable PartitionId partitionOf(GroupId group) {
        Topic topic = image.get().topic(TOPIC);
        return topic == null
                ? null
                : new PartitionId(
                        topic.id(),
                        group.coordinatorPartition(topic.partitions().size()));
    }

    private static final PartitionId NOWHERE =
            new PartitionId(new io.thalweg.metadata.model.TopicId(new java.util.UUID(0, 0)), 0);

    private static final GroupListener<Boolean> IGNORED = new GroupListener<>() {
        @Override
        public void done(Boolean answer) {}

        @Override
        public void refused(GroupRefusal refusal) {}
    };
}
