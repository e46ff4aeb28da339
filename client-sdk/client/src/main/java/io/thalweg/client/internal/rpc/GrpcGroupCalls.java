package io.thalweg.client.internal.rpc;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.group.GroupDescription;
import io.thalweg.client.api.admin.group.GroupSummary;
import io.thalweg.client.api.consumer.CommittedOffset;
import io.thalweg.client.internal.runtime.port.GroupCalls;
import io.thalweg.client.internal.runtime.port.MemberIdentity;
import io.thalweg.proto.v1.CommitOffsetsRequest;
import io.thalweg.proto.v1.CommitOffsetsResponse;
import io.thalweg.proto.v1.DeleteGroupRequest;
import io.thalweg.proto.v1.DeleteGroupResponse;
import io.thalweg.proto.v1.DescribeGroupRequest;
import io.thalweg.proto.v1.DescribeGroupResponse;
import io.thalweg.proto.v1.FetchOffsetsRequest;
import io.thalweg.proto.v1.FetchOffsetsResponse;
import io.thalweg.proto.v1.FindCoordinatorRequest;
import io.thalweg.proto.v1.FindCoordinatorResponse;
import io.thalweg.proto.v1.GroupServiceGrpc;
import io.thalweg.proto.v1.GroupServiceGrpc.GroupServiceStub;
import io.thalweg.proto.v1.ListGroupsRequest;
import io.thalweg.proto.v1.ListGroupsResponse;
import io.thalweg.proto.v1.ResetOffsetsRequest;
import io.thalweg.proto.v1.ResetOffsetsResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The group calls on gRPC. */
final class GrpcGroupCalls implements GroupCalls {
    private final Channels channels;
    private final long attemptMillis;

    GrpcGroupCalls(Channels channels, long attemptMillis) {
        this.channels = channels;
        this.attemptMillis = attemptMillis;
    }

    private GroupServiceStub stub(BrokerAddress broker) {
        return GroupServiceGrpc.newStub(channels.to(broker)).withDeadlineAfter(attemptMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletableFuture<BrokerAddress> findCoordinator(BrokerAddress broker, String group) {
        FindCoordinatorRequest request =
                FindCoordinatorRequest.newBuilder().setGroup(group).build();
        return UnaryCall.<FindCoordinatorResponse, BrokerAddress>start(
                answer -> stub(broker).findCoordinator(request, answer),
                found -> new BrokerAddress(found.getHost(), found.getPort()));
    }

    @Override
    public CompletableFuture<Void> commit(
            BrokerAddress coordinator,
            String group,
            MemberIdentity member,
            Map<TopicPartition, CommittedOffset> offsets,
            Map<String, UUID> topicIds) {
        CommitOffsetsRequest request = CommitOffsetsRequest.newBuilder()
                .setGroup(group)
                .setMemberId(member.memberId())
                .setMemberEpoch(member.memberEpoch())
                .addAllOffsets(GroupMapping.toWire(offsets, topicIds))
                .build();
        return UnaryCall.<CommitOffsetsResponse, Boolean>start(
                        answer -> stub(coordinator).commitOffsets(request, answer), done -> true)
                .thenAccept(done -> {});
    }

    @Override
    public CompletableFuture<Map<TopicPartition, CommittedOffset>> committed(
            BrokerAddress coordinator, String group, Set<TopicPartition> partitions, Map<String, UUID> topicIds) {
        FetchOffsetsRequest request = FetchOffsetsRequest.newBuilder()
                .setGroup(group)
                .addAllPartitions(GroupMapping.toWire(partitions, topicIds))
                .build();
        return UnaryCall.<FetchOffsetsResponse, Map<TopicPartition, CommittedOffset>>start(
                answer -> stub(coordinator).fetchOffsets(request, answer),
                fetched -> GroupMapping.toOffsets(fetched.getOffsetsList(), topicIds));
    }

    @Override
    public CompletableFuture<List<GroupSummary>> list(BrokerAddress broker) {
        return UnaryCall.<ListGroupsResponse, List<GroupSummary>>start(
                answer -> stub(broker).listGroups(ListGroupsRequest.getDefaultInstance(), answer),
                listed -> listed.getGroupsList().stream()
                        .map(GroupMapping::toSummary)
                        .toList());
    }

    @Override
    public CompletableFuture<GroupDescription> describe(
            BrokerAddress coordinator, String group, Map<String, UUID> topicIds) {
        DescribeGroupRequest request =
                DescribeGroupRequest.newBuilder().setGroup(group).build();
        return UnaryCall.<DescribeGroupResponse, GroupDescription>start(
                answer -> stub(coordinator).describeGroup(request, answer),
                described -> GroupMapping.toDescription(described, topicIds));
    }

    @Override
    public CompletableFuture<Void> reset(
            BrokerAddress coordinator,
            String group,
            Map<TopicPartition, CommittedOffset> offsets,
            Map<String, UUID> topicIds) {
        ResetOffsetsRequest request = ResetOffsetsRequest.newBuilder()
                .setGroup(group)
                .addAllOffsets(GroupMapping.toWire(offsets, topicIds))
                .build();
        return UnaryCall.<ResetOffsetsResponse, Boolean>start(
                        answer -> stub(coordinator).resetOffsets(request, answer), done -> true)
                .thenAccept(done -> {});
    }

    @Override
    public CompletableFuture<Void> delete(BrokerAddress coordinator, String group) {
        DeleteGroupRequest request =
                DeleteGroupRequest.newBuilder().setGroup(group).build();
        return UnaryCall.<DeleteGroupResponse, Boolean>start(
                        answer -> stub(coordinator).deleteGroup(request, answer), done -> true)
                .thenAccept(done -> {});
    }
}
