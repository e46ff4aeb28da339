package io.thalweg.cli.group;

import io.thalweg.client.api.Position;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.ListedOffset;
import io.thalweg.client.api.admin.group.GroupDescription;
import io.thalweg.client.api.admin.group.GroupMember;
import io.thalweg.client.api.consumer.CommittedOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How far a group is behind in one partition.
 *
 * @param committed offset of the next record to process, or null if nothing was committed yet
 * @param highWatermark end of what can be read, or null if the partition did not answer
 * @param lag records that wait; without a committed offset all that are there; null if not known
 * @param member id of the member that owns the partition, or null
 */
record GroupLag(
        TopicPartition partition,
        @Nullable Long committed,
        @Nullable Long highWatermark,
        @Nullable Long lag,
        @Nullable String member) {

    /** The partitions that the group has committed or owns. */
    static SortedSet<TopicPartition> partitions(GroupDescription group) {
        SortedSet<TopicPartition> partitions = new TreeSet<>(group.committed().keySet());
        group.members().forEach(member -> partitions.addAll(member.owned()));
        return partitions;
    }

    /** What to ask to learn the ends of these partitions. */
    static Map<TopicPartition, Position> ends(Iterable<TopicPartition> partitions) {
        Map<TopicPartition, Position> ends = new HashMap<>();
        partitions.forEach(partition -> ends.put(partition, Position.latest()));
        return ends;
    }

    static List<GroupLag> of(GroupDescription group, Map<TopicPartition, ListedOffset> ends) {
        Map<TopicPartition, String> owners = new HashMap<>();
        for (GroupMember member : group.members()) {
            member.owned().forEach(partition -> owners.put(partition, member.memberId()));
        }
        return partitions(group).stream()
                .map(partition ->
                        of(partition, group.committed().get(partition), ends.get(partition), owners.get(partition)))
                .toList();
    }

    private static GroupLag of(
            TopicPartition partition,
            @Nullable CommittedOffset committed,
            @Nullable ListedOffset end,
            @Nullable String member) {
        Long offset = committed == null ? null : committed.offset();
        if (end == null) {
            return new GroupLag(partition, offset, null, null, member);
        }
        long from = Math.max(offset == null ? 0 : offset, end.logStart());
        return new GroupLag(partition, offset, end.highWatermark(), Math.max(0, end.highWatermark() - from), member);
    }
}
