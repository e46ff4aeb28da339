package io.thalweg.broker.rpc.group;

import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.thalweg.broker.group.GroupId;
import io.thalweg.broker.group.JoinRequest;
import io.thalweg.broker.group.MemberConnection;
import io.thalweg.broker.group.MemberId;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.broker.runtime.group.GroupAccess;
import io.thalweg.broker.runtime.group.GroupListener;
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
 *
 * <p>A member that does not read gets no answers to its heartbeats, and of the assignments only the newest, once it reads.
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
    private final CallStreamObserver<MemberEvent> client;
    private volatile @Nullable Known known;
    private volatile boolean joined;
    private volatile boolean leaving;
    // Guarded by sending:
    private @Nullable MemberEvent held;
    private boolean over;

    /** Who is at the other end; known from the join on, long before the group has committed it. */
    private record Known(GroupId group, MemberId member) {
        static Known of(JoinRequest request) {
            return new Known(
                    request.group(),
                    request.memberId().isEmpty() ? request.newMemberId() : new MemberId(request.memberId()));
        }
    }

    MembershipStream(
            GroupAccess groups, Context context, MemberConnection connection, CallStreamObserver<MemberEvent> client) {
        this.groups = groups;
        this.context = context;
        this.connection = connection;
        this.client = client;
        client.setOnReadyHandler(this::sendHeld);
    }

    // ---- from the member

    @Override
    public void onNext(MemberCommand command) {
        Known from = known;
        if (command.hasJoin()) {
            join(command.getJoin());
        } else if (from == null) {
            fail(Failure.invalid("The first message of a member stream is its join."));
        } else {
            switch (command.getCommandCase()) {
                case HEARTBEAT -> heartbeat(from);
                case CONFIRMED ->
                    groups.confirmed(
                            from.group(), from.member(), command.getConfirmed().getMemberEpoch());
                case LEAVE -> leave(from);
                case JOIN, COMMAND_NOT_SET ->
                    fail(Failure.invalid("A member command is one of join, heartbeat, confirmed, leave."));
            }
        }
    }

    private void join(JoinGroup join) {
        if (known != null) {
            fail(Failure.invalid("A member stream has one join; open another stream to join again."));
            return;
        }
        try {
            JoinRequest request = context.request(join);
            known = Known.of(request);
            groups.join(request, connection, this);
        } catch (RejectedException e) {
            fail(e.failure());
        }
    }

    private void heartbeat(Known from) {
        groups.heartbeat(from.group(), from.member(), connection);
        if (joined && client.isReady()) {
            send(MemberEvent.newBuilder()
                    .setHeartbeat(MemberHeartbeat.getDefaultInstance())
                    .build());
        }
    }

    /** The stream ends when the group has let the member go, so that the member can wait for it. */
    private void leave(Known from) {
        leaving = true;
        groups.leave(from.group(), from.member(), connection, new GroupListener<>() {
            @Override
            public void done(Boolean answer) {
                complete();
            }

            @Override
            public void refused(GroupRefusal refusal) {
                ended(refusal);
            }
        });
    }

    @Override
    public void onError(Throwable problem) {
        disconnected();
    }

    @Override
    public void onCompleted() {
        if (!leaving) {
            disconnected();
            complete();
        }
    }

    private void disconnected() {
        Known from = known;
        if (from != null) {
            groups.disconnected(from.group(), from.member(), connection);
        }
    }

    // ---- from the coordinator

    @Override
    public void joined(MemberId id, int heartbeatIntervalMillis) {
        joined = true;
        send(MemberEvent.newBuilder()
                .setJoined(MemberJoined.newBuilder()
                        .setMemberId(id.value())
                        .setHeartbeatIntervalMillis(heartbeatIntervalMillis))
                .build());
    }

    @Override
    public void assigned(long memberEpoch, List<PartitionId> partitions) {
        MemberEvent event = MemberEvent.newBuilder()
                .setAssignment(context.assignment(memberEpoch, partitions))
                .build();
        synchronized (sending) {
            held = event;
        }
        sendHeld();
    }

    private void sendHeld() {
        synchronized (sending) {
            MemberEvent event = held;
            if (event != null && !over && client.isReady()) {
                held = null;
                client.onNext(event);
            }
        }
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

    private void complete() {
        synchronized (sending) {
            if (!over) {
                over = true;
                client.onCompleted();
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
