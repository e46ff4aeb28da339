package io.thalweg.broker.group;

import io.thalweg.broker.group.GroupRejection.Reason;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.TopicId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All groups of one coordinator partition, at its leader. Holds the committed table plus what was decided since; the
 * caller appends a decision's rows at once and runs its effects when they are committed. If an append fails, or the
 * leadership moves, the shard is thrown away: the next one is restored from the committed table. Called by one thread
 * (the partition's loop). Times are milliseconds of any steady clock.
 */
public final class GroupShard {
    private final Map<GroupId, ConsumerGroup> groups = new TreeMap<>();
    private List<TopicShape> catalog = List.of();

    /** Restores one row of the committed table; before the first other call. */
    public void restore(byte[] key, byte[] value, long nowMillis) {
        GroupRows.decode(key, value, new GroupRows.Reader() {
            @Override
            public void member(GroupId group, GroupMember member) {
                group(group).restore(member, nowMillis);
            }

            @Override
            public void offset(GroupId group, PartitionId partition, CommittedOffset offset) {
                group(group).restore(partition, offset);
            }
        });
    }

    /** The topics that exist now. Assignments follow; partitions added to a topic are read from their start. */
    public GroupDecision onCatalog(List<TopicShape> topics) {
        Map<TopicId, Integer> before = new HashMap<>();
        catalog.forEach(topic -> before.put(topic.id(), topic.partitions()));
        catalog = List.copyOf(topics);
        List<TopicShape> grown = catalog.stream()
                .filter(topic -> topic.partitions() > before.getOrDefault(topic.id(), Integer.MAX_VALUE))
                .toList();
        var decision = new DecisionBuilder();
        for (ConsumerGroup group : groups.values()) {
            grown.forEach(topic -> group.grown(topic, before.getOrDefault(topic.id(), 0), decision));
            group.reconcile(catalog, decision);
        }
        return decision.build();
    }

    /** Forgets the offsets of topics that are deleted for certain (a tombstone, not mere absence). */
    public GroupDecision onTopicsDeleted(Set<TopicId> deleted) {
        var decision = new DecisionBuilder();
        for (ConsumerGroup group : groups.values()) {
            List.copyOf(group.offsets().keySet()).stream()
                    .filter(partition -> deleted.contains(partition.topic()))
                    .forEach(partition -> group.forgetOffset(partition, decision));
        }
        return decision.build();
    }

    /** A member joins or comes back on a new stream; an older stream of the same member ends. */
    public GroupDecision onJoin(JoinRequest request, MemberConnection connection, long nowMillis) {
        ConsumerGroup group = group(request.group());
        var decision = new DecisionBuilder();
        GroupMember known = request.memberId().isEmpty() ? null : group.member(new MemberId(request.memberId()));
        if (known == null && !request.memberId().isEmpty()) {
            return GroupDecision.refused(
                    Reason.UNKNOWN_MEMBER,
                    "group " + request.group() + " has no member " + request.memberId() + ": its session ended");
        }
        GroupMember member = known != null ? resume(group, known, request, decision) : enter(group, request, decision);
        group.connected(member, connection, nowMillis);
        decision.effect(new GroupEffect.Joined(
                connection, member.id(), ConsumerGroup.heartbeatIntervalMillis(request.origin())));
        long before = member.epoch();
        group.reconcile(catalog, decision);
        GroupMember now = group.member(member.id());
        if (now != null && now.epoch() == before) {
            group.tell(now, decision);
        }
        return decision.build();
    }

    private static GroupMember resume(
            ConsumerGroup group, GroupMember known, JoinRequest request, DecisionBuilder decision) {
        endStream(group, known.id(), "the member joined again on another stream", decision);
        GroupMember resumed = known.rejoined(request.origin(), request.subscription());
        group.put(resumed, decision);
        return resumed;
    }

    private static GroupMember enter(ConsumerGroup group, JoinRequest request, DecisionBuilder decision) {
        GroupMember previous = group.staticMember(request.staticId());
        GroupMember entered;
        if (previous == null) {
            entered = GroupMember.joining(
                    request.newMemberId(), request.staticId(), request.origin(), request.subscription());
        } else {
            endStream(group, previous.id(), "another process joined as " + request.staticId(), decision);
            group.remove(previous.id(), decision);
            entered = previous.takenOverBy(request.newMemberId(), request.origin(), request.subscription());
        }
        group.put(entered, decision);
        return entered;
    }

    private static void endStream(ConsumerGroup group, MemberId member, String why, DecisionBuilder decision) {
        MemberConnection old = group.connectionOf(member);
        if (old != null) {
            decision.effect(new GroupEffect.Ended(old, new GroupRejection(Reason.FENCED_MEMBER, why)));
        }
    }

    /** The member is alive on that stream. */
    public void onHeartbeat(GroupId groupId, MemberId member, MemberConnection connection, long nowMillis) {
        ConsumerGroup group = groups.get(groupId);
        if (group != null) {
            group.heard(member, connection, nowMillis);
        }
    }

    /** The member processes only what the assignment of that epoch lists; what it gave up is free for others. */
    public GroupDecision onConfirmed(GroupId groupId, MemberId memberId, long memberEpoch) {
        ConsumerGroup group = groups.get(groupId);
        GroupMember member = group == null ? null : group.member(memberId);
        if (group == null || member == null || member.epoch() != memberEpoch || member.confirmed()) {
            return GroupDecision.NOTHING;
        }
        var decision = new DecisionBuilder();
        group.put(member.withRevoked(), decision);
        group.reconcile(catalog, decision);
        return decision.build();
    }

    /** The member leaves; its partitions are free at once. Ends its stream, unless that is the one on which it leaves. */
    public GroupDecision onLeave(GroupId groupId, MemberId member, MemberConnection connection) {
        return dismiss(groupId, List.of(member), connection);
    }

    /** The stream broke; the member's session runs on for its timeout. */
    public void onDisconnected(GroupId groupId, MemberId member, MemberConnection connection, long nowMillis) {
        ConsumerGroup group = groups.get(groupId);
        if (group != null) {
            group.disconnected(member, connection, nowMillis);
        }
    }

    /** Ends the sessions of members that were silent too long. Call a few times per second. */
    public GroupDecision onTick(long nowMillis) {
        List<GroupRow> rows = new ArrayList<>();
        List<GroupEffect> effects = new ArrayList<>();
        for (ConsumerGroup group : List.copyOf(groups.values())) {
            List<MemberId> expired = group.expired(nowMillis);
            if (!expired.isEmpty()) {
                GroupDecision ended = dismiss(group.id(), expired, null);
                rows.addAll(ended.rows());
                effects.addAll(ended.effects());
            }
        }
        return rows.isEmpty() ? GroupDecision.NOTHING : new GroupDecision(rows, effects, null);
    }

    private GroupDecision dismiss(GroupId groupId, List<MemberId> leaving, @Nullable MemberConnection endsItself) {
        ConsumerGroup group = groups.get(groupId);
        if (group == null) {
            return GroupDecision.NOTHING;
        }
        var decision = new DecisionBuilder();
        for (MemberId member : leaving) {
            if (group.member(member) != null) {
                if (!Objects.equals(endsItself, group.connectionOf(member))) {
                    endStream(group, member, "the session ended", decision);
                }
                group.remove(member, decision);
            }
        }
        group.reconcile(catalog, decision);
        forgetIfEmpty(group);
        return decision.build();
    }

    /**
     * Commits positions. A member commits what it owns under its epoch; a caller without a member id may commit only
     * while the group has no members. All positions are taken, or none.
     *
     * @param member null for a commit from outside
     */
    public GroupDecision onCommit(
            GroupId groupId, @Nullable MemberId member, long memberEpoch, Map<PartitionId, CommittedOffset> offsets) {
        ConsumerGroup group = group(groupId);
        GroupRejection refusal = refuseCommit(group, member, memberEpoch, offsets.keySet());
        if (refusal != null) {
            forgetIfEmpty(group);
            return new GroupDecision(List.of(), List.of(), refusal);
        }
        var decision = new DecisionBuilder();
        offsets.forEach((partition, offset) -> group.commit(partition, offset, decision));
        return decision.build();
    }

    private static @Nullable GroupRejection refuseCommit(
            ConsumerGroup group, @Nullable MemberId memberId, long memberEpoch, Collection<PartitionId> partitions) {
        if (memberId == null) {
            return group.members().isEmpty() ? null : notEmpty(group);
        }
        GroupMember member = group.member(memberId);
        if (member == null) {
            return new GroupRejection(
                    Reason.UNKNOWN_MEMBER,
                    "group " + group.id() + " has no member " + memberId + ": its session ended");
        }
        for (PartitionId partition : partitions) {
            if (!member.mayCommit(partition, memberEpoch)) {
                return new GroupRejection(
                        Reason.FENCED_MEMBER,
                        "partition " + partition.index() + " is not assigned to member " + memberId + " at epoch "
                                + memberEpoch);
            }
        }
        return null;
    }

    /** Committed positions, all of them or those of {@code partitions}; only what earlier decisions have committed is certain. */
    public SortedMap<PartitionId, CommittedOffset> offsets(GroupId groupId, Set<PartitionId> partitions) {
        ConsumerGroup group = groups.get(groupId);
        SortedMap<PartitionId, CommittedOffset> found = new TreeMap<>(PartitionOrder.BY_TOPIC_AND_INDEX);
        if (group != null) {
            found.putAll(group.offsets());
            if (!partitions.isEmpty()) {
                found.keySet().retainAll(partitions);
            }
        }
        return found;
    }

    /** Sets positions of a group without members, creating it if needed. */
    public GroupDecision onReset(GroupId groupId, Map<PartitionId, CommittedOffset> offsets) {
        return onCommit(groupId, null, 0, offsets);
    }

    /** Removes a group without members. */
    public GroupDecision onDelete(GroupId groupId) {
        ConsumerGroup group = groups.get(groupId);
        if (group == null) {
            return GroupDecision.refused(Reason.GROUP_NOT_FOUND, "there is no group " + groupId);
        }
        if (!group.members().isEmpty()) {
            return new GroupDecision(List.of(), List.of(), notEmpty(group));
        }
        var decision = new DecisionBuilder();
        List.copyOf(group.offsets().keySet()).forEach(partition -> group.forgetOffset(partition, decision));
        groups.remove(groupId);
        return decision.build();
    }

    /** One group, or null if there is none of that name. */
    public @Nullable GroupDescription describe(GroupId groupId) {
        ConsumerGroup group = groups.get(groupId);
        return group == null ? null : describe(group);
    }

    /** All groups of this shard by name. */
    public List<GroupDescription> describeAll() {
        return groups.values().stream().map(GroupShard::describe).collect(Collectors.toList());
    }

    private static GroupDescription describe(ConsumerGroup group) {
        return new GroupDescription(group.id(), group.state(), List.copyOf(group.members()), group.offsets());
    }

    private static GroupRejection notEmpty(ConsumerGroup group) {
        return new GroupRejection(
                Reason.GROUP_NOT_EMPTY,
                "group " + group.id() + " has " + group.members().size() + " active members; stop them first");
    }

    private ConsumerGroup group(GroupId id) {
        return groups.computeIfAbsent(id, ConsumerGroup::new);
    }

    private void forgetIfEmpty(ConsumerGroup group) {
        if (group.isEmpty()) {
            groups.remove(group.id());
        }
    }
}
