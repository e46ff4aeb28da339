package io.thalweg.broker.rpc.group;

import com.google.protobuf.ByteString;
import io.thalweg.broker.group.CommittedOffset;
import io.thalweg.broker.group.GroupAssignor;
import io.thalweg.broker.group.GroupDescription;
import io.thalweg.broker.group.GroupId;
import io.thalweg.broker.group.GroupMember;
import io.thalweg.broker.group.JoinRequest;
import io.thalweg.broker.group.MemberId;
import io.thalweg.broker.group.MemberOrigin;
import io.thalweg.broker.group.Subscription;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.proto.v1.GroupState;
import io.thalweg.proto.v1.JoinGroup;
import io.thalweg.proto.v1.OffsetCommit;
import io.thalweg.proto.v1.TopicPartitions;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Between the messages of group.proto and the values of {@code broker.group}. Pure. */
final class GroupMessages {
    private static final int DEFAULT_SESSION_MILLIS = 10_000;
    private static final int TOPIC_ID_BYTES = 16;

    private GroupMessages() {}

    static GroupId group(String name) throws RejectedException {
        return checked(() -> new GroupId(name));
    }

    static MemberId member(String id) throws RejectedException {
        return checked(() -> new MemberId(id));
    }

    static JoinRequest join(JoinGroup join, String host, MemberId newMember) throws RejectedException {
        int session = join.getSessionTimeoutMillis() == 0 ? DEFAULT_SESSION_MILLIS : join.getSessionTimeoutMillis();
        GroupAssignor assignor = join.getAssignor() == io.thalweg.proto.v1.GroupAssignor.GROUP_ASSIGNOR_RANGE
                ? GroupAssignor.RANGE
                : GroupAssignor.UNIFORM_STICKY;
        return checked(() -> new JoinRequest(
                new GroupId(join.getGroup()),
                join.getMemberId(),
                join.getStaticId(),
                new MemberOrigin(join.getClientId(), host, session),
                new Subscription(new TreeSet<>(join.getTopicsList()), join.getTopicPattern(), assignor),
                newMember));
    }

    static Map<PartitionId, CommittedOffset> offsets(Collection<OffsetCommit> commits) throws RejectedException {
        Map<PartitionId, CommittedOffset> offsets = new LinkedHashMap<>();
        for (OffsetCommit commit : commits) {
            offsets.put(
                    partition(commit.getTopicId(), commit.getPartition()),
                    checked(() ->
                            new CommittedOffset(commit.getOffset(), commit.getLeaderEpoch(), commit.getMetadata())));
        }
        return offsets;
    }

    static Set<PartitionId> partitions(Collection<TopicPartitions> wanted) throws RejectedException {
        Set<PartitionId> partitions = new HashSet<>();
        for (TopicPartitions topic : wanted) {
            for (int index : topic.getPartitionsList()) {
                partitions.add(partition(topic.getTopicId(), index));
            }
        }
        return partitions;
    }

    private static PartitionId partition(ByteString topicId, int index) throws RejectedException {
        if (topicId.size() != TOPIC_ID_BYTES) {
            throw new RejectedException(Failure.invalid("topic_id has 16 bytes, not " + topicId.size() + "."));
        }
        return checked(() -> new PartitionId(TopicId.fromBytes(topicId.toByteArray()), index));
    }

    private static <T> T checked(Supplier<T> value) throws RejectedException {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new RejectedException(Failure.invalid(String.valueOf(e.getMessage())));
        }
    }

    static List<TopicPartitions> topicPartitions(Collection<PartitionId> partitions, ClusterImage image) {
        Map<TopicId, TopicPartitions.Builder> byTopic = new LinkedHashMap<>();
        for (PartitionId partition : partitions) {
            byTopic.computeIfAbsent(partition.topic(), id -> topic(id, image)).addPartitions(partition.index());
        }
        return byTopic.values().stream().map(TopicPartitions.Builder::build).toList();
    }

    private static TopicPartitions.Builder topic(TopicId id, ClusterImage image) {
        Topic topic = image.topic(id);
        return TopicPartitions.newBuilder()
                .setTopicId(ByteString.copyFrom(id.toBytes()))
                .setTopic(topic == null ? "" : topic.name());
    }

    static List<OffsetCommit> commits(Map<PartitionId, CommittedOffset> offsets) {
        return offsets.entrySet().stream()
                .map(entry -> OffsetCommit.newBuilder()
                        .setTopicId(ByteString.copyFrom(entry.getKey().topic().toBytes()))
                        .setPartition(entry.getKey().index())
                        .setOffset(entry.getValue().offset())
                        .setLeaderEpoch(entry.getValue().leaderEpoch())
                        .setMetadata(entry.getValue().metadata())
                        .build())
                .toList();
    }

    static GroupState state(GroupDescription group) {
        return switch (group.state()) {
            case EMPTY -> GroupState.GROUP_STATE_EMPTY;
            case STABLE -> GroupState.GROUP_STATE_STABLE;
            case ASSIGNING -> GroupState.GROUP_STATE_ASSIGNING;
        };
    }

    static io.thalweg.proto.v1.GroupMember member(GroupMember member, ClusterImage image) {
        return io.thalweg.proto.v1.GroupMember.newBuilder()
                .setMemberId(member.id().value())
                .setStaticId(member.staticId())
                .setClientId(member.origin().clientId())
                .setHost(member.origin().host())
                .setMemberEpoch(member.epoch())
                .addAllOwned(topicPartitions(member.assigned().keySet(), image))
                .build();
    }
}
