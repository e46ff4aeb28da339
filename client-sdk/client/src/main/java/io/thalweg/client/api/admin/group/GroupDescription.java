package io.thalweg.client.api.admin.group;

import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.CommittedOffset;
import java.util.List;
import java.util.Map;

/**
 * A group with its members and committed offsets.
 *
 * @param group its name
 * @param state what it is up to
 * @param coordinator broker id of its coordinator
 * @param members its members
 * @param committed committed offsets by partition
 */
public record GroupDescription(
        String group,
        GroupState state,
        int coordinator,
        List<GroupMember> members,
        Map<TopicPartition, CommittedOffset> committed) {
    public GroupDescription {
        members = List.copyOf(members);
        committed = Map.copyOf(committed);
    }
}
