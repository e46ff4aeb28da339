package io.thalweg.broker.rpc.group;

import io.grpc.stub.StreamObserver;
import io.thalweg.broker.group.JoinRequest;
import io.thalweg.broker.group.MemberConnection;
import io.thalweg.broker.group.MemberId;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.broker.runtime.group.GroupAccess;
import io.thalweg.broker.runtime.group.GroupRefusal;
import io.thalweg.broker.runtime.group.MemberStream;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.proto.v1.JoinGroup;
import io.thalweg.proto.v1.MemberAssignment;
import io.thalweg.proto.v1.MemberCommand;
import io.thalweg.proto.v1.MemberEvent;
import io.thalweg.proto.v1.MemberHeartbeat;
import io.thalweg.proto.v1.MemberJoined;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One member's stream. Commands come in order from the transport; events go out from the coordinator's loop, one lock
 * around the sending side because heartbeats are answered from here. The first command is the join.
 */
final class MembershipStream implements StreamObserver<MemberCommand>, MemberStream {
    /** Makes join requests and finds names for this stream. */
    interface Context {
        JoinRequest request(JoinGroup join) throws RejectedException;

        MemberAssignment assignment(long memberEpoch, List<PartitionId> partitions);

        Failure failure(GroupRefusal refusal);
    }

    private final GroupAccess groups;
    private final Context context;
    private final MemberConnection connection;
    private final Object sending = new Object();
    private final StreamObserver<MemberEvent> client;
    private volatile @Nullable JoinRequest joining;
    private volatile @Nullable MemberId member;
    private boolean over;

    MembershipStream(
            GroupAccess groups, Context context, MemberConnection connection, StreamObserver<MemberEvent> client) {
        this.groups = groups;
        this.context = context;
        this.connection = connection;
        this.client = client;
    }

    // ---- from the member

    @Override
    public void onNext(MemberCommand command) {
        JoinRequest joined = joining;
        switch (command.getCommandCase()) {
            case JOIN -> join(command.getJoin());
            case HEARTBEAT -> heartbeat(joined);
            case CONFIRMED -> confirmed(joined, command.getConfirmed().getMemberEpoch());
            case LEAVE -> leave(joined);
            case COMMAND_NOT_SET ->
                fail(Failure.invalid("A member command is one of join, heartbeat, confirmed, leave."));
        }
    }

    private void join(JoinGroup join) {
        if (joining != null) {
            fail(Failure.invalid("A member stream has one join; open another stream to join again."));
            return;
        }
        try {
            JoinRequest request = context.request(join);
            joining = request;
            groups.join(request, connection, this);
        } catch (RejectedException e) {
            fail(e.failure());
        }
    }

    private void heartbeat(@Nullable JoinRequest joined) {
        MemberId known = member;
        if (joined != null && known != null) {
            groups.heartbeat(joined.group(), known, connection);
            send(MemberEvent.newBuilder()
                    .setHeartbeat(MemberHeartbeat.getDefaultInstance())
                    .build());
        }
    }

    private void confirmed(@Nullable JoinRequest joined, long memberEpoch) {
        MemberId known = member;
        if (joined != null && known != null) {
            groups.confirmed(joined.group(), known, memberEpoch);
        }
    }

    private void leave(@Nullable JoinRequest joined) {
        MemberId known = member;
        if (joined != null && known != null) {
            groups.leave(joined.group(), known);
        }
    }

    @Override
    public void onError(Throwable problem) {
        disconnected();
    }

    @Override
    public void onCompleted() {
        disconnected();
        synchronized (sending) {
            if (!over) {
                over = true;
                client.onCompleted();
            }
        }
    }

    private void disconnected() {
        JoinRequest joined = joining;
        MemberId known = member;
        if (joined != null && known != null) {
            groups.disconnected(joined.group(), known, connection);
        }
    }

    // ---- from the coordinator

    @Override
    public void joined(MemberId id, int heartbeatIntervalMillis) {
        member = id;
        send(MemberEvent.newBuilder()
                .setJoined(MemberJoined.newBuilder()
                        .setMemberId(id.value())
                        .setHeartbeatIntervalMillis(heartbeatIntervalMillis))
                .build());
    }

    @Override
    public void assigned(long memberEpoch, List<PartitionId> partitions) {
        send(MemberEvent.newBuilder()
                .setAssignment(context.assignment(memberEpoch, partitions))
                .build());
    }

    @Override
    public void ended(GroupRefusal reason) {
        fail(context.failure(reason));
    }

    private void send(MemberEvent event) {
        synchronized (sending) {
            if (!over) {
                client.onNext(event);
            }
        }
    }

    private void fail(Failure failure) {
        synchronized (sending) {
            if (!over) {
                over = true;
                client.onError(StatusMapper.exception(failure));
            }
        }
    }
}
