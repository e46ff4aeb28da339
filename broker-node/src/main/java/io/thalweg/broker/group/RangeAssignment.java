package io.thalweg.broker.group;

import io.thalweg.metadata.model.PartitionId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Per topic, each member gets one contiguous range; the first members get one partition more when it does not divide. */
final class RangeAssignment {
    private RangeAssignment() {}

    static Map<MemberId, Set<PartitionId>> of(Map<MemberId, List<TopicShape>> wanted) {
        Map<MemberId, Set<PartitionId>> shares = new TreeMap<>();
        Map<String, List<MemberId>> readers = new TreeMap<>();
        Map<String, TopicShape> topics = new TreeMap<>();
        for (var entry : new TreeMap<>(wanted).entrySet()) {
            shares.put(entry.getKey(), new LinkedHashSet<>());
            for (TopicShape topic : entry.getValue()) {
                topics.put(topic.name(), topic);
                readers.computeIfAbsent(topic.name(), name -> new ArrayList<>()).add(entry.getKey());
            }
        }
        for (TopicShape topic : topics.values()) {
            shareOne(topic, readers.getOrDefault(topic.name(), List.of()), shares);
        }
        return shares;
    }

    private static void shareOne(TopicShape topic, List<MemberId> members, Map<MemberId, Set<PartitionId>> shares) {
        int each = topic.partitions() / members.size();
        int extra = topic.partitions() % members.size();
        int next = 0;
        for (int i = 0; i < members.size(); i++) {
            int end = next + each + (i < extra ? 1 : 0);
            Set<PartitionId> share = shares.get(members.get(i));
            for (; next < end && share != null; next++) {
                share.add(new PartitionId(topic.id(), next));
            }
        }
    }
}
