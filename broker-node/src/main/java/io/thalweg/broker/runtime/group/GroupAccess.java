package io.thalweg.broker.runtime.group;

import io.thalweg.broker.group.CommittedOffset;
import io.thalweg.broker.group.GroupDescription;
import io.thalweg.broker.group.GroupId;
import io.thalweg.broker.group.JoinRequest;
import io.thalweg.broker.group.MemberConnection;
import io.thalweg.broker.group.MemberId;
import io.thalweg.metadata.model.PartitionId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The groups that this broker coordinates, for services. Every method may be called from any thread and never blocks;
 * answers come when what they rest on is committed.
 */
public interface GroupAccess {
    /** A member joins or comes back. Its stream is told everything from here on, refusals too. */
    void join(JoinRequest request, MemberConnection connection, MemberStream stream);

    /** The member is alive. */
    void heartbeat(GroupId group, MemberId member, MemberConnection connection);

    /** The member acts on the assignment of that epoch and on nothing else. */
    void confirmed(GroupId group, MemberId member, long memberEpoch);

    /** The member leaves for good, on its stream, which is told nothing more. The listener hears when it is committed. */
    void leave(GroupId group, MemberId member, MemberConnection connection, GroupListener<Boolean> listener);

    /** The member's stream broke. */
    void disconnected(GroupId group, MemberId member, MemberConnection connection);

    /**
     * Commits positions.
     *
     * @param member null for a commit from outside, taken only while the group has no members
     */
    void commit(
            GroupId group,
            @Nullable MemberId member,
            long memberEpoch,
            Map<PartitionId, CommittedOffset> offsets,
            GroupListener<Boolean> listener);

    /** Committed positions of {@code partitions}, or of all if that is empty. */
    void offsets(
            GroupId group,
            Set<PartitionId> partitions,
            GroupListener<SortedMap<PartitionId, CommittedOffset>> listener);

    void describe(GroupId group, GroupListener<GroupDescription> listener);

    /** Sets positions of a group without members. */
    void reset(GroupId group, Map<PartitionId, CommittedOffset> offsets, GroupListener<Boolean> listener);

    /** Removes a group without members. */
    void delete(GroupId group, GroupListener<Boolean> listener);

    /** All groups that this broker coordinates now; called once, from some loop or the calling thread. */
    void list(Consumer<List<GroupDescription>> listener);
}
