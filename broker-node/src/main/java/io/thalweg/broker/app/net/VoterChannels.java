package io.thalweg.broker.app.net;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.thalweg.broker.membership.MetadataTransport;
import io.thalweg.broker.membership.VoterRefusal;
import io.thalweg.broker.membership.VoterTransport;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.broker.rpc.admin.LeaderAsker;
import io.thalweg.broker.rpc.admin.ReplicaAsker;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.proto.v1.AdminServiceGrpc;
import io.thalweg.proto.v1.ChangeVotersRequest;
import io.thalweg.proto.v1.ChangeVotersResponse;
import io.thalweg.proto.v1.DescribePartitionsRequest;
import io.thalweg.proto.v1.DescribePartitionsResponse;
import io.thalweg.proto.v1.DescribeVotersRequest;
import io.thalweg.proto.v1.DescribeVotersResponse;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.MetadataServiceGrpc;
import io.thalweg.proto.v1.ProposeRequest;
import io.thalweg.proto.v1.ProposeResponse;
import io.thalweg.proto.v1.ReportReplicasRequest;
import io.thalweg.proto.v1.ReportReplicasResponse;
import io.thalweg.proto.v1.SessionEvent;
import io.thalweg.proto.v1.SessionRequest;
import java.net.ConnectException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Channels to the peer ports of other brokers, for sessions, proposals and descriptions; one per endpoint. Thread-safe. */
public final class VoterChannels
        implements MetadataTransport, VoterTransport, LeaderAsker, ReplicaAsker, AutoCloseable {

    private static final int MOST_MESSAGE_BYTES = 16 << 20;
    private static final long DESCRIBE_TIMEOUT_SECONDS = 3;

    private final Map<Endpoint, ManagedChannel> channels = new ConcurrentHashMap<>();
    private final Executor sessionExecutor;

    /**
     * Creates the channels without connecting any.
     *
     * @param sessionExecutor one thread; runs all callbacks
     */
    public VoterChannels(Executor sessionExecutor) {
        this.sessionExecutor = sessionExecutor;
    }

    /** A channel that has just failed is tried anew at once: whoever calls decides about pauses. */
    private ManagedChannel channel(Endpoint endpoint) {
        ManagedChannel channel = channels.computeIfAbsent(
                endpoint,
                key -> NettyChannelBuilder.forAddress(key.host(), key.port())
                        .usePlaintext()
                        .executor(sessionExecutor)
                        .maxInboundMessageSize(MOST_MESSAGE_BYTES)
                        .build());
        channel.resetConnectBackoff();
        return channel;
    }

    @Override
    public Channel openSession(Endpoint voter, Handler handler) {
        ClientCall<SessionRequest, SessionEvent> call =
                channel(voter).newCall(MetadataServiceGrpc.getSessionMethod(), CallOptions.DEFAULT);
        StreamObserver<SessionRequest> requests = ClientCalls.asyncBidiStreamingCall(call, new SessionEvents(handler));
        return new SessionChannel(call, requests);
    }

    @Override
    public CompletableFuture<ProposeResponse> propose(Endpoint voter, ProposeRequest request, long timeoutMillis) {
        CompletableFuture<ProposeResponse> answer = new CompletableFuture<>();
        MetadataServiceGrpc.newStub(channel(voter))
                .withDeadlineAfter(timeoutMillis, TimeUnit.MILLISECONDS)
                .propose(request, new UnaryAnswer<>(answer));
        return answer;
    }

    @Override
    public CompletableFuture<DescribeVotersResponse> listVoters(Endpoint voter, long timeoutMillis) {
        CompletableFuture<DescribeVotersResponse> answer = new CompletableFuture<>();
        MetadataServiceGrpc.newStub(channel(voter))
                .withDeadlineAfter(timeoutMillis, TimeUnit.MILLISECONDS)
                .listVoters(DescribeVotersRequest.getDefaultInstance(), new UnaryAnswer<>(answer));
        return answer;
    }

    @Override
    public CompletableFuture<ChangeVotersResponse> changeVoters(
            Endpoint voter, ChangeVotersRequest request, long timeoutMillis) {
        CompletableFuture<ChangeVotersResponse> answer = new CompletableFuture<>();
        MetadataServiceGrpc.newStub(channel(voter))
                .withDeadlineAfter(timeoutMillis, TimeUnit.MILLISECONDS)
                .proposeVoters(request, new UnaryAnswer<>(answer));
        return answer;
    }

    @Override
    public CompletableFuture<DescribePartitionsResponse> ask(Endpoint peer, DescribePartitionsRequest request) {
        CompletableFuture<DescribePartitionsResponse> answer = new CompletableFuture<>();
        AdminServiceGrpc.newStub(channel(peer))
                .withDeadlineAfter(DESCRIBE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .describePartitions(request, new UnaryAnswer<>(answer));
        return answer;
    }

    @Override
    public CompletableFuture<ReportReplicasResponse> report(Endpoint peer, ReportReplicasRequest request) {
        CompletableFuture<ReportReplicasResponse> answer = new CompletableFuture<>();
        AdminServiceGrpc.newStub(channel(peer))
                .withDeadlineAfter(DESCRIBE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .reportReplicas(request, new UnaryAnswer<>(answer));
        return answer;
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }

    private static VoterRefusal refusal(Throwable problem) {
        Status status = StatusProto.fromThrowable(problem);
        if (status != null) {
            for (Any detail : status.getDetailsList()) {
                VoterRefusal documented = documented(status, detail);
                if (documented != null) {
                    return documented;
                }
            }
        }
        return new VoterRefusal(
                isRefused(problem) ? ErrorReason.ERROR_REASON_BROKER_NOT_READY : ErrorReason.ERROR_REASON_UNSPECIFIED,
                io.grpc.Status.fromThrowable(problem).toString(),
                Map.of());
    }

    /** Nothing listens there, so nothing can have taken the request. */
    private static boolean isRefused(Throwable problem) {
        Throwable cause = problem;
        while (cause != null && !(cause instanceof ConnectException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    private static @Nullable VoterRefusal documented(Status status, Any detail) {
        if (!detail.is(ErrorInfo.class)) {
            return null;
        }
        try {
            ErrorInfo info = detail.unpack(ErrorInfo.class);
            return new VoterRefusal(StatusMapper.reason(info.getReason()), status.getMessage(), info.getMetadataMap());
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }

    private static final class SessionEvents implements ClientResponseObserver<SessionRequest, SessionEvent> {

        private final Handler handler;

        SessionEvents(Handler handler) {
            this.handler = handler;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<SessionRequest> requests) {
            // Messages are requested one by one as the session's thread takes them.
        }

        @Override
        public void onNext(SessionEvent event) {
            handler.onEvent(event);
        }

        @Override
        public void onError(Throwable problem) {
            handler.onEnd(refusal(problem));
        }

        @Override
        public void onCompleted() {
            handler.onEnd(new VoterRefusal(
                    ErrorReason.ERROR_REASON_UNSPECIFIED, "the metadata leader ended the session", Map.of()));
        }
    }

    private record SessionChannel(
            ClientCall<SessionRequest, SessionEvent> call, StreamObserver<SessionRequest> requests) implements Channel {

        @Override
        public void send(SessionRequest request) {
            try {
                requests.onNext(request);
            } catch (IllegalStateException e) {
                call.cancel("the stream is over", e);
            }
        }

        @Override
        public void leave() {
            try {
                requests.onCompleted();
            } catch (IllegalStateException e) {
                call.cancel("the stream is over", e);
            }
        }

        @Override
        public void cancel() {
            call.cancel("the session was given up", null);
        }
    }

    private record UnaryAnswer<T>(CompletableFuture<T> answer) implements StreamObserver<T> {

        @Override
        public void onNext(T value) {
            answer.complete(value);
        }

        @Override
        public void onError(Throwable problem) {
            answer.completeExceptionally(refusal(problem));
        }

        @Override
        public void onCompleted() {
            // The answer has come before.
        }
    }
}
