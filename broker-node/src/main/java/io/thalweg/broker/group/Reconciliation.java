package io.thalweg.broker.group;

import io.thalweg.metadata.model.PartitionId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One step from what members have towards what they shall have. A partition goes to its new member only when no other
 * member holds it, so only partitions that move ever pause. Members that need no change are left out of the result.
 */
final class Reconciliation {
    private Reconciliation() {}

    static Map<MemberId, GroupMember> step(
            Map<MemberId, GroupMember> members, Collection<TopicShape> catalog, GroupAssignor assignor) {
        Map<MemberId, List<TopicShape>> wanted = new TreeMap<>();
        Map<MemberId, Set<PartitionId>> current = new TreeMap<>();
        Map<PartitionId, MemberId> holders = new HashMap<>();
        for (GroupMember member : members.values()) {
            wanted.put(member.id(), member.subscription().resolve(catalog));
            current.put(member.id(), member.assigned().keySet());
            member.assigned().keySet().forEach(partition -> holders.put(partition, member.id()));
            member.revoking().forEach(partition -> holders.put(partition, member.id()));
        }
        Map<MemberId, Set<PartitionId>> target = assignor.assign(wanted, current);
        Map<MemberId, GroupMember> changed = new TreeMap<>();
        for (GroupMember member : members.values()) {
            GroupMember next = towards(member, target.getOrDefault(member.id(), Set.of()), holders);
            if (!next.equals(member)) {
                changed.put(member.id(), next);
            }
        }
        return changed;
    }

    private static GroupMember towards(
            GroupMember member, Set<PartitionId> target, Map<PartitionId, MemberId> holders) {
        SortedMap<PartitionId, Long> assigned = GroupMember.sorted(Map.of());
        Set<PartitionId> revoking = new LinkedHashSet<>(member.revoking());
        for (PartitionId partition : target) {
            Long since = member.assigned().get(partition);
            MemberId holder = holders.get(partition);
            if (since != null) {
                assigned.put(partition, since);
            } else if (holder == null) {
                assigned.put(partition, member.epoch() + 1);
            }
        }
        Set<PartitionId> lost = new HashSet<>(member.assigned().keySet());
        lost.removeAll(assigned.keySet());
        boolean firstAssignment = member.epoch() == 0;
        if (!firstAssignment && assigned.equals(member.assigned())) {
            return member;
        }
        revoking.addAll(lost);
        return member.withAssignment(assigned, revoking);
    }
}
