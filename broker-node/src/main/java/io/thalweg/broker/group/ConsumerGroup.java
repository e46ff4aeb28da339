package io.thalweg.broker.group;

import io.thalweg.metadata.model.PartitionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One group at its coordinator: stored members and offsets, and the sessions of the members' streams, which are not
 * stored (a new coordinator gives every member one session timeout to come back). Used by one thread.
 */
final class ConsumerGroup {
    /** A member's stream, if it has one, and until when it may be silent. */
    private record Session(@Nullable MemberConnection connection, long deadlineMillis) {}

    private static final int HEARTBEATS_PER_SESSION = 3;
    private static final CommittedOffset START = new CommittedOffset(0, -1, "");

    private final GroupId id;
    private final SortedMap<MemberId, GroupMember> members = new TreeMap<>();
    private final SortedMap<PartitionId, CommittedOffset> offsets = new TreeMap<>(PartitionOrder.BY_TOPIC_AND_INDEX);
    private final Map<MemberId, Session> sessions = new HashMap<>();

    ConsumerGroup(GroupId id) {
        this.id = id;
    }

    GroupId id() {
        return id;
    }

    Collection<GroupMember> members() {
        return Collections.unmodifiableCollection(members.values());
    }

    SortedMap<PartitionId, CommittedOffset> offsets() {
        return Collections.unmodifiableSortedMap(offsets);
    }

    boolean isEmpty() {
        return members.isEmpty() && offsets.isEmpty();
    }

    GroupState state() {
        if (members.isEmpty()) {
            return GroupState.EMPTY;
        }
        boolean settled = members.values().stream().allMatch(GroupMember::confirmed);
        return settled ? GroupState.STABLE : GroupState.ASSIGNING;
    }

    @Nullable
    GroupMember member(MemberId member) {
        return members.get(member);
    }

    @Nullable
    GroupMember staticMember(String staticId) {
        return members.values().stream()
                .filter(member -> !staticId.isEmpty() && member.staticId().equals(staticId))
                .findFirst()
                .orElse(null);
    }

    /** Restores a stored member after the coordinator moved; its session starts now, without a stream. */
    void restore(GroupMember member, long nowMillis) {
        members.put(member.id(), member);
        sessions.put(member.id(), new Session(null, nowMillis + member.origin().sessionTimeoutMillis()));
    }

    void restore(PartitionId partition, CommittedOffset offset) {
        offsets.put(partition, offset);
    }

    void put(GroupMember member, DecisionBuilder decision) {
        members.put(member.id(), member);
        decision.put(id, member);
    }

    void remove(MemberId member, DecisionBuilder decision) {
        members.remove(member);
        sessions.remove(member);
        decision.remove(id, member);
    }

    void commit(PartitionId partition, CommittedOffset offset, DecisionBuilder decision) {
        offsets.put(partition, offset);
        decision.put(id, partition, offset);
    }

    void forgetOffset(PartitionId partition, DecisionBuilder decision) {
        offsets.remove(partition);
        decision.remove(id, partition);
    }

    void connected(GroupMember member, MemberConnection connection, long nowMillis) {
        sessions.put(
                member.id(), new Session(connection, nowMillis + member.origin().sessionTimeoutMillis()));
    }

    @Nullable
    MemberConnection connectionOf(MemberId member) {
        Session session = sessions.get(member);
        return session == null ? null : session.connection();
    }

    /** The member was heard on that stream. A stream that is not the member's present one renews nothing. */
    void heard(MemberId member, MemberConnection connection, long nowMillis) {
        GroupMember stored = members.get(member);
        if (stored != null && connection.equals(connectionOf(member))) {
            connected(stored, connection, nowMillis);
        }
    }

    /** The stream broke: the member has one session timeout to come back. */
    void disconnected(MemberId member, MemberConnection connection, long nowMillis) {
        GroupMember stored = members.get(member);
        if (stored != null && connection.equals(connectionOf(member))) {
            sessions.put(member, new Session(null, nowMillis + stored.origin().sessionTimeoutMillis()));
        }
    }

    List<MemberId> expired(long nowMillis) {
        List<MemberId> expired = new ArrayList<>();
        sessions.forEach((member, session) -> {
            if (session.deadlineMillis() <= nowMillis) {
                expired.add(member);
            }
        });
        Collections.sort(expired);
        return expired;
    }

    /**
     * A topic got more partitions than it had: whoever reads the topic begins with the new ones at their start, even where its
     * consumers begin at the end of what they don't know.
     */
    void grown(TopicShape topic, int before, DecisionBuilder decision) {
        if (!reads(topic)) {
            return;
        }
        topic.partitionIds()
                .skip(before)
                .filter(partition -> !offsets.containsKey(partition))
                .forEach(partition -> commit(partition, START, decision));
    }

    private boolean reads(TopicShape topic) {
        return offsets.keySet().stream().anyMatch(partition -> partition.topic().equals(topic.id()))
                || members.values().stream()
                        .anyMatch(member ->
                                !member.subscription().resolve(List.of(topic)).isEmpty());
    }

    /** Moves partitions as far as they can be moved now, and tells the streams of members whose share changed. */
    void reconcile(Collection<TopicShape> catalog, DecisionBuilder decision) {
        if (members.isEmpty()) {
            return;
        }
        Map<MemberId, GroupMember> changed = Reconciliation.step(members, catalog, assignor());
        for (GroupMember member : changed.values()) {
            put(member, decision);
            tell(member, decision);
        }
    }

    /** Sends a member its present assignment. */
    void tell(GroupMember member, DecisionBuilder decision) {
        MemberConnection connection = connectionOf(member.id());
        if (connection != null) {
            List<PartitionId> owned = List.copyOf(member.assigned().keySet());
            decision.effect(new GroupEffect.Assigned(connection, member.epoch(), owned));
        }
    }

    static int heartbeatIntervalMillis(MemberOrigin origin) {
        return Math.max(1, origin.sessionTimeoutMillis() / HEARTBEATS_PER_SESSION);
    }

    /** The assignor that most members ask for; the default on a tie. */
    private GroupAssignor assignor() {
        long range = members.values().stream()
                .filter(member -> member.subscription().assignor() == GroupAssignor.RANGE)
                .count();
        return range * 2 > members.size() ? GroupAssignor.RANGE : GroupAssignor.UNIFORM_STICKY;
    }
}
