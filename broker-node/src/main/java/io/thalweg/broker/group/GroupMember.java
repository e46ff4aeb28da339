package io.thalweg.broker.group;

import io.thalweg.metadata.model.PartitionId;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A member as it is stored: immutable, one row of the coordinator's table. Invariant: {@code assigned} and
 * {@code revoking} have no partition in common, and no partition is in either of two members of a group.
 *
 * @param staticId a name that survives restarts of the process, or empty
 * @param epoch grows with each assignment; commits carry it
 * @param assigned what the member owns since {@code epoch}, with the epoch at which it was given each
 * @param revoking what it owned before and may still be processing until it confirms {@code epoch}
 */
public record GroupMember(
        MemberId id,
        String staticId,
        MemberOrigin origin,
        Subscription subscription,
        long epoch,
        SortedMap<PartitionId, Long> assigned,
        Set<PartitionId> revoking) {

    public GroupMember {
        Objects.requireNonNull(id);
        Objects.requireNonNull(staticId);
        Objects.requireNonNull(origin);
        Objects.requireNonNull(subscription);
        assigned = Collections.unmodifiableSortedMap(sorted(assigned));
        revoking = Collections.unmodifiableSet(new LinkedHashSet<>(revoking));
    }

    static GroupMember joining(MemberId id, String staticId, MemberOrigin origin, Subscription subscription) {
        return new GroupMember(id, staticId, origin, subscription, 0, sorted(Map.of()), Set.of());
    }

    /** Whether the member has told that it acts on its current assignment; one with nothing to give up always has. */
    boolean confirmed() {
        return revoking.isEmpty();
    }

    /** Whether nobody else may be given the partition: the member has it, or may still be processing it. */
    boolean holds(PartitionId partition) {
        return assigned.containsKey(partition) || revoking.contains(partition);
    }

    /** A commit of this partition under that epoch is from the present owner, not from an earlier life. */
    boolean mayCommit(PartitionId partition, long commitEpoch) {
        if (commitEpoch > epoch) {
            return false;
        }
        Long since = assigned.get(partition);
        return since != null ? commitEpoch >= since : revoking.contains(partition);
    }

    GroupMember withAssignment(SortedMap<PartitionId, Long> newAssigned, Set<PartitionId> newRevoking) {
        return new GroupMember(id, staticId, origin, subscription, epoch + 1, newAssigned, newRevoking);
    }

    GroupMember withRevoked() {
        return new GroupMember(id, staticId, origin, subscription, epoch, assigned, Set.of());
    }

    GroupMember rejoined(MemberOrigin newOrigin, Subscription newSubscription) {
        return new GroupMember(id, staticId, newOrigin, newSubscription, epoch, assigned, revoking);
    }

    /** The same partitions under a new id: a static member that came back as another process. */
    GroupMember takenOverBy(MemberId newId, MemberOrigin newOrigin, Subscription newSubscription) {
        return new GroupMember(newId, staticId, newOrigin, newSubscription, epoch, assigned, Set.of());
    }

    static SortedMap<PartitionId, Long> sorted(Map<PartitionId, Long> partitions) {
        SortedMap<PartitionId, Long> sorted = new TreeMap<>(PartitionOrder.BY_TOPIC_AND_INDEX);
        sorted.putAll(partitions);
        return sorted;
    }
}
