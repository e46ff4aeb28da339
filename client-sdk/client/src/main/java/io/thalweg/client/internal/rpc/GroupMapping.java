package io.thalweg.client.internal.rpc;

import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.group.GroupDescription;
import io.thalweg.client.api.admin.group.GroupMember;
import io.thalweg.client.api.admin.group.GroupState;
import io.thalweg.client.api.admin.group.GroupSummary;
import io.thalweg.client.api.consumer.Assignor;
import io.thalweg.client.api.consumer.CommittedOffset;
import io.thalweg.client.internal.runtime.port.JoinRequest;
import io.thalweg.proto.v1.DescribeGroupResponse;
import io.thalweg.proto.v1.GroupAssignor;
import io.thalweg.proto.v1.JoinGroup;
import io.thalweg.proto.v1.OffsetCommit;
import io.thalweg.proto.v1.TopicPartitions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Groups to the wire and back. Offsets belong to a topic's id, so names and ids are translated here. */
final class GroupMapping {
    private GroupMapping() {}

    static JoinGroup toJoin(JoinRequest request, String clientId) {
        return JoinGroup.newBuilder()
                .setGroup(request.settings().group())
                .setMemberId(request.memberId())
                .addAllTopics(request.topics())
                .setTopicPattern(request.topicPattern())
                .setStaticId(request.settings().staticId())
                .setClientId(clientId)
                .setSessionTimeoutMillis(
                        (int) request.settings().sessionTimeout().toMillis())
                .setAssignor(toWire(request.settings().assignor()))
                .build();
    }

    private static GroupAssignor toWire(Assignor assignor) {
        return switch (assignor) {
            case UNIFORM_STICKY -> GroupAssignor.GROUP_ASSIGNOR_UNIFORM_STICKY;
            case RANGE -> GroupAssignor.GROUP_ASSIGNOR_RANGE;
        };
    }

    static Set<TopicPartition> toPartitions(List<TopicPartitions> topics) {
        Set<TopicPartition> all = new HashSet<>();
        for (TopicPartitions topic : topics) {
            topic.getPartitionsList().forEach(index -> all.add(new TopicPartition(topic.getTopic(), index)));
        }
        return all;
    }

    /** Partitions of topics without an id are left out. */
    static List<TopicPartitions> toWire(Collection<TopicPartition> partitions, Map<String, UUID> topicIds) {
        Map<String, TopicPartitions.Builder> byTopic = new HashMap<>();
        for (TopicPartition partition : partitions) {
            UUID id = topicIds.get(partition.topic());
            if (id != null) {
                byTopic.computeIfAbsent(
                                partition.topic(),
                                name -> TopicPartitions.newBuilder()
                                        .setTopic(name)
                                        .setTopicId(Ids.toBytes(id)))
                        .addPartitions(partition.partition());
            }
        }
        return byTopic.values().stream().map(TopicPartitions.Builder::build).toList();
    }

    static List<OffsetCommit> toWire(Map<TopicPartition, CommittedOffset> offsets, Map<String, UUID> topicIds) {
        List<OffsetCommit> commits = new ArrayList<>();
        offsets.forEach((partition, offset) -> {
            UUID id = topicIds.get(partition.topic());
            if (id != null) {
                commits.add(OffsetCommit.newBuilder()
                        .setTopicId(Ids.toBytes(id))
                        .setPartition(partition.partition())
                        .setOffset(offset.offset())
                        .setLeaderEpoch(offset.leaderEpoch())
                        .setMetadata(offset.metadata())
                        .build());
            }
        });
        return commits;
    }

    /** Offsets of topics without a name are left out: those topics are gone. */
    static Map<TopicPartition, CommittedOffset> toOffsets(List<OffsetCommit> commits, Map<String, UUID> topicIds) {
        Map<UUID, String> names = new HashMap<>();
        topicIds.forEach((name, id) -> names.put(id, name));
        Map<TopicPartition, CommittedOffset> offsets = new HashMap<>();
        for (OffsetCommit commit : commits) {
            String name = names.get(Ids.toId(commit.getTopicId()));
            if (name != null && commit.getOffset() >= 0) {
                offsets.put(
                        new TopicPartition(name, commit.getPartition()),
                        new CommittedOffset(commit.getOffset(), commit.getLeaderEpoch(), commit.getMetadata()));
            }
        }
        return offsets;
    }

    static GroupSummary toSummary(io.thalweg.proto.v1.GroupSummary group) {
        return new GroupSummary(group.getGroup(), toState(group.getState()), group.getMembers());
    }

    static GroupDescription toDescription(DescribeGroupResponse group, Map<String, UUID> topicIds) {
        List<GroupMember> members = group.getMembersList().stream()
                .map(member -> new GroupMember(
                        member.getMemberId(),
                        member.getStaticId(),
                        member.getClientId(),
                        member.getHost(),
                        member.getMemberEpoch(),
                        toPartitions(member.getOwnedList())))
                .toList();
        return new GroupDescription(
                group.getGroup(),
                toState(group.getState()),
                group.getCoordinator(),
                members,
                toOffsets(group.getOffsetsList(), topicIds));
    }

    private static GroupState toState(io.thalweg.proto.v1.GroupState state) {
        return switch (state) {
            case GROUP_STATE_EMPTY -> GroupState.EMPTY;
            case GROUP_STATE_STABLE -> GroupState.STABLE;
            case GROUP_STATE_ASSIGNING -> GroupState.ASSIGNING;
            case GROUP_STATE_UNSPECIFIED, UNRECOGNIZED -> GroupState.UNKNOWN;
        };
    }
}
