package io.thalweg.client.fake;

import io.grpc.stub.StreamObserver;
import io.thalweg.proto.v1.CommitOffsetsRequest;
import io.thalweg.proto.v1.CommitOffsetsResponse;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.FetchOffsetsRequest;
import io.thalweg.proto.v1.FetchOffsetsResponse;
import io.thalweg.proto.v1.FindCoordinatorRequest;
import io.thalweg.proto.v1.FindCoordinatorResponse;
import io.thalweg.proto.v1.GroupServiceGrpc;
import io.thalweg.proto.v1.GroupState;
import io.thalweg.proto.v1.GroupSummary;
import io.thalweg.proto.v1.ListGroupsRequest;
import io.thalweg.proto.v1.ListGroupsResponse;
import io.thalweg.proto.v1.MemberCommand;
import io.thalweg.proto.v1.MemberEvent;
import io.thalweg.proto.v1.MemberHeartbeat;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The coordinator's side of a group. */
final class FakeGroupService extends GroupServiceGrpc.GroupServiceImplBase {
    /** A real coordinator lets a member go only when that is replicated. */
    private static final Executor LATER = CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);

    private final FakeCluster cluster;
    private final FakeBroker broker;

    FakeGroupService(FakeCluster cluster, FakeBroker broker) {
        this.cluster = cluster;
        this.broker = broker;
    }

    private void requireCoordinator() throws Refused {
        if (cluster.coordinator() != broker.id()) {
            throw new Refused(ErrorReason.ERROR_REASON_NOT_COORDINATOR, "not the coordinator");
        }
    }

    @Override
    public void findCoordinator(FindCoordinatorRequest request, StreamObserver<FindCoordinatorResponse> out) {
        out.onNext(FindCoordinatorResponse.newBuilder()
                .setBrokerId(cluster.coordinator())
                .setHost("127.0.0.1")
                .setPort(cluster.broker(cluster.coordinator()).port())
                .build());
        out.onCompleted();
    }

    @Override
    public StreamObserver<MemberCommand> membership(StreamObserver<MemberEvent> out) {
        return new StreamObserver<>() {
            private String memberId = "";

            @Override
            public void onNext(MemberCommand command) {
                try {
                    requireCoordinator();
                    switch (command.getCommandCase()) {
                        case JOIN ->
                            memberId = cluster.group()
                                    .join(
                                            command.getJoin().getMemberId(),
                                            Set.copyOf(command.getJoin().getTopicsList()),
                                            out);
                        case HEARTBEAT ->
                            out.onNext(MemberEvent.newBuilder()
                                    .setHeartbeat(MemberHeartbeat.getDefaultInstance())
                                    .build());
                        case CONFIRMED ->
                            cluster.group()
                                    .confirm(memberId, command.getConfirmed().getMemberEpoch());
                        case LEAVE -> CompletableFuture.runAsync(this::leave, LATER);
                        case COMMAND_NOT_SET -> {}
                    }
                } catch (Refused e) {
                    out.onError(FakeBroker.toFailure(e));
                }
            }

            @Override
            public void onError(Throwable failure) {}

            private void leave() {
                try {
                    requireCoordinator();
                    cluster.group().leave(memberId);
                    out.onCompleted();
                } catch (Refused e) {
                    out.onError(FakeBroker.toFailure(e));
                }
            }

            @Override
            public void onCompleted() {}
        };
    }

    @Override
    public void commitOffsets(CommitOffsetsRequest request, StreamObserver<CommitOffsetsResponse> out) {
        try {
            requireCoordinator();
            cluster.group().commit(request.getMemberId(), request.getMemberEpoch(), request.getOffsetsList());
            out.onNext(CommitOffsetsResponse.getDefaultInstance());
            out.onCompleted();
        } catch (Refused e) {
            out.onError(FakeBroker.toFailure(e));
        }
    }

    @Override
    public void fetchOffsets(FetchOffsetsRequest request, StreamObserver<FetchOffsetsResponse> out) {
        try {
            requireCoordinator();
            out.onNext(FetchOffsetsResponse.newBuilder()
                    .addAllOffsets(cluster.group().committed(request.getPartitionsList()))
                    .build());
            out.onCompleted();
        } catch (Refused e) {
            out.onError(FakeBroker.toFailure(e));
        }
    }

    @Override
    public void listGroups(ListGroupsRequest request, StreamObserver<ListGroupsResponse> out) {
        ListGroupsResponse.Builder answer = ListGroupsResponse.newBuilder();
        if (cluster.coordinator() == broker.id()) {
            answer.addGroups(GroupSummary.newBuilder()
                    .setGroup("the-group")
                    .setState(GroupState.GROUP_STATE_STABLE)
                    .setMembers(cluster.group().memberCount()));
        }
        out.onNext(answer.build());
        out.onCompleted();
    }
}
