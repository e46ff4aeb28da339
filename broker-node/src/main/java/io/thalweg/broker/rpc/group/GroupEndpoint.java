package io.thalweg.broker.rpc.group;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.thalweg.broker.group.GroupDescription;
import io.thalweg.broker.group.GroupId;
import io.thalweg.broker.group.JoinRequest;
import io.thalweg.broker.group.MemberConnection;
import io.thalweg.broker.group.MemberId;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.LeaderHints;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.broker.runtime.group.GroupListener;
import io.thalweg.broker.runtime.group.GroupRefusal;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.Topic;
import io.thalweg.proto.v1.CommitOffsetsRequest;
import io.thalweg.proto.v1.CommitOffsetsResponse;
import io.thalweg.proto.v1.DeleteGroupRequest;
import io.thalweg.proto.v1.DeleteGroupResponse;
import io.thalweg.proto.v1.DescribeGroupRequest;
import io.thalweg.proto.v1.DescribeGroupResponse;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.FetchOffsetsRequest;
import io.thalweg.proto.v1.FetchOffsetsResponse;
import io.thalweg.proto.v1.FindCoordinatorRequest;
import io.thalweg.proto.v1.FindCoordinatorResponse;
import io.thalweg.proto.v1.GroupServiceGrpc;
import io.thalweg.proto.v1.GroupSummary;
import io.thalweg.proto.v1.JoinGroup;
import io.thalweg.proto.v1.ListGroupsRequest;
import io.thalweg.proto.v1.ListGroupsResponse;
import io.thalweg.proto.v1.MemberAssignment;
import io.thalweg.proto.v1.MemberCommand;
import io.thalweg.proto.v1.MemberEvent;
import io.thalweg.proto.v1.ResetOffsetsRequest;
import io.thalweg.proto.v1.ResetOffsetsResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/** The group service of one listener. Thread-safe. */
public final class GroupEndpoint extends GroupServiceGrpc.GroupServiceImplBase {
    private final GroupParts parts;
    private final LeaderHints hints;
    private final GroupFailures failures;
    private final AtomicLong connections = new AtomicLong();

    /** @param listener name of the listener whose addresses are told */
    public GroupEndpoint(GroupParts parts, String listener) {
        this.parts = parts;
        this.hints = new LeaderHints(parts.view(), listener);
        this.failures = new GroupFailures(hints);
    }

    @Override
    public void findCoordinator(FindCoordinatorRequest request, StreamObserver<FindCoordinatorResponse> client) {
        answer(client, () -> {
            GroupId group = GroupMessages.group(request.getGroup());
            return parts.topics().then(topic -> coordinator(topic, group));
        });
    }

    private CompletableFuture<FindCoordinatorResponse> coordinator(Topic topic, GroupId group) {
        PartitionId partition = new PartitionId(
                topic.id(), group.coordinatorPartition(topic.partitions().size()));
        Map<String, String> details = hints.details(partition);
        String leader = details.get("leader");
        String host = details.get("host");
        String port = details.get("port");
        if (leader == null || host == null || port == null) {
            return CompletableFuture.failedFuture(new RejectedException(new Failure(
                    ErrorReason.ERROR_REASON_NOT_COORDINATOR, "The group has no coordinator now.", details)));
        }
        return CompletableFuture.completedFuture(FindCoordinatorResponse.newBuilder()
                .setBrokerId(Integer.parseInt(leader))
                .setHost(host)
                .setPort(Integer.parseInt(port))
                .build());
    }

    @Override
    public StreamObserver<MemberCommand> membership(StreamObserver<MemberEvent> client) {
        // Without a handler an event for a member that has just gone would fail the coordinator that sends it.
        var member = (ServerCallStreamObserver<MemberEvent>) client;
        member.setOnCancelHandler(() -> {});
        var connection = new MemberConnection(connections.incrementAndGet());
        return new MembershipStream(parts.groups(), new StreamContext(), connection, member);
    }

    private final class StreamContext implements MembershipStream.Context {
        private final String host = CallerAddress.of(Context.current());

        @Override
        public JoinRequest request(JoinGroup join) throws RejectedException {
            return GroupMessages.join(join, host, new MemberId(parts.ids().get().toString()));
        }

        @Override
        public MemberAssignment assignment(long memberEpoch, List<PartitionId> partitions) {
            return MemberAssignment.newBuilder()
                    .setMemberEpoch(memberEpoch)
                    .addAllOwned(GroupMessages.topicPartitions(
                            partitions, parts.view().image()))
                    .build();
        }

        @Override
        public Failure failure(GroupRefusal refusal) {
            return failures.of(refusal);
        }
    }

    @Override
    public void commitOffsets(CommitOffsetsRequest request, StreamObserver<CommitOffsetsResponse> client) {
        answer(client, () -> {
            GroupId group = GroupMessages.group(request.getGroup());
            MemberId member = request.getMemberId().isEmpty() ? null : GroupMessages.member(request.getMemberId());
            var offsets = GroupMessages.offsets(request.getOffsetsList());
            var outcome = new Answer<Boolean>();
            parts.groups().commit(group, member, request.getMemberEpoch(), offsets, outcome);
            return outcome.future.thenApply(done -> CommitOffsetsResponse.getDefaultInstance());
        });
    }

    @Override
    public void fetchOffsets(FetchOffsetsRequest request, StreamObserver<FetchOffsetsResponse> client) {
        answer(client, () -> {
            GroupId group = GroupMessages.group(request.getGroup());
            var outcome = new Answer<java.util.SortedMap<PartitionId, io.thalweg.broker.group.CommittedOffset>>();
            parts.groups().offsets(group, GroupMessages.partitions(request.getPartitionsList()), outcome);
            return outcome.future.thenApply(offsets -> FetchOffsetsResponse.newBuilder()
                    .addAllOffsets(GroupMessages.commits(offsets))
                    .build());
        });
    }

    @Override
    public void listGroups(ListGroupsRequest request, StreamObserver<ListGroupsResponse> client) {
        parts.groups().list(groups -> {
            var response = ListGroupsResponse.newBuilder();
            groups.forEach(group -> response.addGroups(GroupSummary.newBuilder()
                    .setGroup(group.group().value())
                    .setState(GroupMessages.state(group))
                    .setMembers(group.members().size())));
            client.onNext(response.build());
            client.onCompleted();
        });
    }

    @Override
    public void describeGroup(DescribeGroupRequest request, StreamObserver<DescribeGroupResponse> client) {
        answer(client, () -> {
            var outcome = new Answer<GroupDescription>();
            parts.groups().describe(GroupMessages.group(request.getGroup()), outcome);
            return outcome.future.thenApply(this::describe);
        });
    }

    private DescribeGroupResponse describe(GroupDescription group) {
        var response = DescribeGroupResponse.newBuilder()
                .setGroup(group.group().value())
                .setState(GroupMessages.state(group))
                .setCoordinator(parts.self().value())
                .addAllOffsets(GroupMessages.commits(group.offsets()));
        group.members()
                .forEach(member -> response.addMembers(
                        GroupMessages.member(member, parts.view().image())));
        return response.build();
    }

    @Override
    public void resetOffsets(ResetOffsetsRequest request, StreamObserver<ResetOffsetsResponse> client) {
        answer(client, () -> {
            var outcome = new Answer<Boolean>();
            parts.groups()
                    .reset(
                            GroupMessages.group(request.getGroup()),
                            GroupMessages.offsets(request.getOffsetsList()),
                            outcome);
            return outcome.future.thenApply(done -> ResetOffsetsResponse.getDefaultInstance());
        });
    }

    @Override
    public void deleteGroup(DeleteGroupRequest request, StreamObserver<DeleteGroupResponse> client) {
        answer(client, () -> {
            var outcome = new Answer<Boolean>();
            parts.groups().delete(GroupMessages.group(request.getGroup()), outcome);
            return outcome.future.thenApply(done -> DeleteGroupResponse.getDefaultInstance());
        });
    }

    /** A group's answer as a future; a refusal fails it with what to tell the client. */
    private final class Answer<T> implements GroupListener<T> {
        private final CompletableFuture<T> future = new CompletableFuture<>();

        @Override
        public void done(T answer) {
            future.complete(answer);
        }

        @Override
        public void refused(GroupRefusal refusal) {
            future.completeExceptionally(new RejectedException(failures.of(refusal)));
        }
    }

    /** Something that gives an answer later, unless the request is already wrong. */
    private interface Request<T> {
        CompletableFuture<T> run() throws RejectedException;
    }

    private static <T> void answer(StreamObserver<T> client, Request<T> request) {
        CompletableFuture<T> outcome;
        try {
            outcome = request.run();
        } catch (RejectedException e) {
            outcome = CompletableFuture.failedFuture(e);
        }
        outcome.whenComplete((answer, problem) -> {
            if (problem != null) {
                client.onError(StatusMapper.exception(failure(problem)));
            } else {
                client.onNext(answer);
                client.onCompleted();
            }
        });
    }

    private static Failure failure(Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        return cause instanceof RejectedException rejected
                ? rejected.failure()
                : Failure.of(ErrorReason.ERROR_REASON_INTERNAL, cause.toString());
    }
}
