package io.thalweg.broker.group;

import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.TopicId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Even shares that move as little as possible. Three steps: everybody keeps what it has and still wants; what nobody
 * has goes to the smallest share that wants it; then single partitions move from larger to smaller shares until no
 * move narrows a gap of two or more. Each move narrows the spread, so it ends.
 */
final class UniformStickyAssignment {
    private final Map<MemberId, Set<PartitionId>> shares = new TreeMap<>();
    private final Map<MemberId, Set<TopicId>> wanted = new HashMap<>();
    private final Map<PartitionId, MemberId> owners = new HashMap<>();
    private final Set<PartitionId> all = new LinkedHashSet<>();

    private UniformStickyAssignment() {}

    static Map<MemberId, Set<PartitionId>> of(
            Map<MemberId, List<TopicShape>> wanted, Map<MemberId, ? extends Collection<PartitionId>> current) {
        var assignment = new UniformStickyAssignment();
        new TreeMap<>(wanted).forEach(assignment::addMember);
        new TreeMap<>(current).forEach(assignment::keep);
        assignment.placeFree();
        assignment.level();
        return assignment.shares;
    }

    private void addMember(MemberId member, List<TopicShape> topics) {
        shares.put(member, new LinkedHashSet<>());
        Set<TopicId> ids = new HashSet<>();
        for (TopicShape topic : topics) {
            ids.add(topic.id());
            topic.partitionIds().forEach(all::add);
        }
        wanted.put(member, ids);
    }

    private void keep(MemberId member, Collection<PartitionId> owned) {
        Set<PartitionId> share = shares.get(member);
        if (share == null) {
            return;
        }
        for (PartitionId partition : owned) {
            if (all.contains(partition) && wants(member, partition) && !owners.containsKey(partition)) {
                give(partition, member, share);
            }
        }
    }

    private void placeFree() {
        for (PartitionId partition : all) {
            if (!owners.containsKey(partition)) {
                MemberId smallest = smallestThatWants(partition);
                if (smallest != null) {
                    give(partition, smallest, shares.getOrDefault(smallest, new HashSet<>()));
                }
            }
        }
    }

    private void level() {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Set<PartitionId> from : List.copyOf(shares.values())) {
                moved |= shrink(from);
            }
        }
    }

    /** Moves partitions out of one share for as long as some other share is smaller by two or more. */
    private boolean shrink(Set<PartitionId> from) {
        boolean moved = false;
        List<PartitionId> newestFirst = new ArrayList<>(from);
        java.util.Collections.reverse(newestFirst);
        for (Iterator<PartitionId> candidates = newestFirst.iterator(); candidates.hasNext(); ) {
            PartitionId partition = candidates.next();
            MemberId smallest = smallestThatWants(partition);
            Set<PartitionId> to = smallest == null ? null : shares.get(smallest);
            if (smallest != null && to != null && from.size() - to.size() >= 2) {
                from.remove(partition);
                give(partition, smallest, to);
                moved = true;
            }
        }
        return moved;
    }

    private void give(PartitionId partition, MemberId member, Set<PartitionId> share) {
        share.add(partition);
        owners.put(partition, member);
    }

    private boolean wants(MemberId member, PartitionId partition) {
        return wanted.getOrDefault(member, Set.of()).contains(partition.topic());
    }

    private @Nullable MemberId smallestThatWants(PartitionId partition) {
        MemberId smallest = null;
        int size = Integer.MAX_VALUE;
        for (var entry : shares.entrySet()) {
            if (entry.getValue().size() < size && wants(entry.getKey(), partition)) {
                smallest = entry.getKey();
                size = entry.getValue().size();
            }
        }
        return smallest;
    }
}
