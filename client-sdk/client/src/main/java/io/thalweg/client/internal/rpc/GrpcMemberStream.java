package io.thalweg.client.internal.rpc;

import io.thalweg.client.internal.runtime.port.JoinRequest;
import io.thalweg.client.internal.runtime.port.MemberStream;
import io.thalweg.proto.v1.AssignmentConfirmed;
import io.thalweg.proto.v1.GroupServiceGrpc;
import io.thalweg.proto.v1.LeaveGroup;
import io.thalweg.proto.v1.MemberAssignment;
import io.thalweg.proto.v1.MemberCommand;
import io.thalweg.proto.v1.MemberEvent;
import io.thalweg.proto.v1.MemberHeartbeat;
import io.thalweg.proto.v1.MemberJoined;

/** A membership on gRPC. */
final class GrpcMemberStream implements MemberStream {
    private final OutStream<MemberCommand, MemberEvent> stream;

    private GrpcMemberStream(OutStream<MemberCommand, MemberEvent> stream) {
        this.stream = stream;
    }

    static MemberStream open(
            GroupServiceGrpc.GroupServiceStub stub,
            String clientId,
            JoinRequest request,
            MemberStream.Listener listener) {
        OutStream<MemberCommand, MemberEvent> stream =
                new OutStream<>(event -> deliver(event, listener), () -> {}, listener::onClosed, listener::onLeft);
        stub.membership(stream);
        stream.send(MemberCommand.newBuilder()
                .setJoin(GroupMapping.toJoin(request, clientId))
                .build());
        return new GrpcMemberStream(stream);
    }

    private static void deliver(MemberEvent event, MemberStream.Listener listener) {
        switch (event.getEventCase()) {
            case JOINED -> {
                MemberJoined joined = event.getJoined();
                listener.onJoined(joined.getMemberId(), joined.getHeartbeatIntervalMillis());
            }
            case ASSIGNMENT -> {
                MemberAssignment assignment = event.getAssignment();
                listener.onAssignment(
                        assignment.getMemberEpoch(), GroupMapping.toPartitions(assignment.getOwnedList()));
            }
            case HEARTBEAT -> listener.onHeartbeat();
            case EVENT_NOT_SET -> {}
        }
    }

    @Override
    public void heartbeat() {
        stream.send(MemberCommand.newBuilder()
                .setHeartbeat(MemberHeartbeat.getDefaultInstance())
                .build());
    }

    @Override
    public void confirm(long memberEpoch) {
        stream.send(MemberCommand.newBuilder()
                .setConfirmed(AssignmentConfirmed.newBuilder().setMemberEpoch(memberEpoch))
                .build());
    }

    @Override
    public void leave() {
        stream.send(MemberCommand.newBuilder()
                .setLeave(LeaveGroup.getDefaultInstance())
                .build());
        stream.complete();
    }

    @Override
    public void close() {
        stream.close();
    }
}
