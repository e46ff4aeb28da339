package io.thalweg.metadata.rpc;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.thalweg.metadata.codec.CommandCodec;
import io.thalweg.metadata.codec.ReplyCodec;
import io.thalweg.metadata.codec.VoterCodec;
import io.thalweg.metadata.controller.MetadataQuorum;
import io.thalweg.metadata.controller.ProposalOutcome;
import io.thalweg.metadata.controller.VoterChange;
import io.thalweg.metadata.controller.VoterDescription;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply.Rejected;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.metadata.model.Voter;
import io.thalweg.metadata.model.VoterPeer;
import io.thalweg.proto.v1.ChangeVotersRequest;
import io.thalweg.proto.v1.ChangeVotersResponse;
import io.thalweg.proto.v1.DescribeVoterRequest;
import io.thalweg.proto.v1.DescribeVoterResponse;
import io.thalweg.proto.v1.DescribeVotersRequest;
import io.thalweg.proto.v1.DescribeVotersResponse;
import io.thalweg.proto.v1.MetadataServiceGrpc.MetadataServiceImplBase;
import io.thalweg.proto.v1.PrepareVoterRequest;
import io.thalweg.proto.v1.PrepareVoterResponse;
import io.thalweg.proto.v1.ProposeRequest;
import io.thalweg.proto.v1.ProposeResponse;
import io.thalweg.proto.v1.ReleaseVoterRequest;
import io.thalweg.proto.v1.ReleaseVoterResponse;
import io.thalweg.proto.v1.SessionEvent;
import io.thalweg.proto.v1.SessionRequest;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The metadata plane of one voter. Nothing here blocks; sessions are the business of the leader's thread. */
public final class MetadataService extends MetadataServiceImplBase {

    private final LeaderSettings settings;
    private final MetadataQuorum quorum;
    private final LeaderLoop loop;
    private final VoterChanges changes;
    private final VoterHost host;

    /**
     * @param changes what it does for the voters while it leads
     * @param host this broker's own vote
     */
    public MetadataService(
            LeaderSettings settings, MetadataQuorum quorum, LeaderLoop loop, VoterChanges changes, VoterHost host) {
        this.settings = settings;
        this.quorum = quorum;
        this.loop = loop;
        this.changes = changes;
        this.host = host;
    }

    @Override
    public StreamObserver<SessionRequest> session(StreamObserver<SessionEvent> events) {
        ServerCallStreamObserver<SessionEvent> out = (ServerCallStreamObserver<SessionEvent>) events;
        SessionStream stream = new SessionStream(out);
        out.disableAutoRequest();
        out.setOnReadyHandler(() -> loop.pump(stream));
        out.setOnCancelHandler(() -> loop.gone(stream, false));
        out.request(1);
        return new StreamObserver<>() {
            @Override
            public void onNext(SessionRequest request) {
                loop.receive(stream, request);
            }

            @Override
            public void onError(Throwable cause) {
                loop.gone(stream, false);
            }

            @Override
            public void onCompleted() {
                loop.gone(stream, true);
            }
        };
    }

    @Override
    public void propose(ProposeRequest request, StreamObserver<ProposeResponse> response) {
        if (!quorum.leadership().leading()) {
            Voter leader = otherLeader();
            response.onError(leader == null ? StatusMapper.noQuorum() : StatusMapper.notLeader(leader));
            return;
        }
        Command command = CommandCodec.decode(request.getCommand());
        if (command instanceof Command.Undecodable undecodable) {
            response.onError(StatusMapper.invalid(undecodable.problem()));
            return;
        }
        if (command instanceof Command.RemoveBroker removal
                && quorum.voters().ofBroker(removal.broker().id().value()) != null) {
            refuse(removal, response);
            return;
        }
        quorum.submit(command).thenAccept(outcome -> {
            if (outcome instanceof ProposalOutcome.Applied applied) {
                answer(request, applied, response);
            } else {
                response.onError(StatusMapper.toException(outcome, otherLeader()));
            }
        });
    }

    /** Who votes is not in the image, so the apply can't judge it. */
    private void refuse(Command.RemoveBroker removal, StreamObserver<ProposeResponse> response) {
        Rejected refusal = new Rejected(
                RejectionReason.BROKER_IN_USE,
                "broker " + removal.broker().id() + " is a voter of the metadata: remove its vote first",
                Map.of("broker", removal.broker().id().toString()));
        response.onNext(ProposeResponse.newBuilder()
                .setIndex(quorum.applied().index())
                .setReply(ReplyCodec.toProto(refusal))
                .build());
        response.onCompleted();
    }

    private void answer(
            ProposeRequest request, ProposalOutcome.Applied applied, StreamObserver<ProposeResponse> response) {
        Runnable answer = () -> {
            response.onNext(ProposeResponse.newBuilder()
                    .setIndex(applied.index())
                    .setReply(ReplyCodec.toProto(applied.reply()))
                    .build());
            response.onCompleted();
        };
        if (request.getWaitUntilServed() && applied.reply().accepted()) {
            loop.whenServed(applied.index(), leaders(applied), answer);
        } else {
            answer.run();
        }
    }

    /** Brokers that now lead a partition which the command touched, itself or by the settings of its topic. */
    private Set<BrokerId> leaders(ProposalOutcome.Applied applied) {
        ClusterImage image = quorum.applied().image();
        Stream<PartitionUid> ofAltered = applied.changes().altered().stream()
                .map((TopicId id) -> image.topic(id))
                .filter(Objects::nonNull)
                .flatMap(topic -> topic.partitions().stream());
        return Stream.concat(applied.changes().partitions().stream(), ofAltered)
                .map(image::partition)
                .filter(Objects::nonNull)
                .map(Partition::leader)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    @Override
    public void describeVoter(DescribeVoterRequest request, StreamObserver<DescribeVoterResponse> response) {
        VoterDescription own = host.describe();
        DescribeVoterResponse.Builder answer =
                DescribeVoterResponse.newBuilder().setClusterId(own.clusterId()).setFormatted(own.formatted());
        VoterPeer peer = own.peer();
        if (peer != null) {
            answer.setPeer(VoterCodec.toProto(peer));
        }
        if (!own.voters().isUnknown()) {
            answer.setVoters(VoterCodec.toProto(own.voters()));
        }
        response.onNext(answer.build());
        response.onCompleted();
    }

    @Override
    public void listVoters(DescribeVotersRequest request, StreamObserver<DescribeVotersResponse> response) {
        try {
            response.onNext(changes.list());
            response.onCompleted();
        } catch (StatusRuntimeException e) {
            response.onError(e);
        }
    }

    @Override
    public void proposeVoters(ChangeVotersRequest request, StreamObserver<ChangeVotersResponse> response) {
        changes.change(new VoterChange(request.getAddBroker(), request.getRemoveBroker()))
                .thenApply(voters ->
                        ChangeVotersResponse.newBuilder().setVoters(voters).build())
                .whenComplete(answering(response));
    }

    @Override
    public void prepareVoter(PrepareVoterRequest request, StreamObserver<PrepareVoterResponse> response) {
        if (isOtherCluster(request.getClusterId(), response)) {
            return;
        }
        host.prepare().thenApply(MetadataService::prepared).whenComplete(answering(response));
    }

    private static PrepareVoterResponse prepared(VoterHost.Prepared prepared) {
        Rejected refusal = prepared.refusal();
        if (refusal != null) {
            throw StatusMapper.toException(refusal);
        }
        VoterPeer peer = Objects.requireNonNull(prepared.peer(), "neither prepared nor refused");
        return PrepareVoterResponse.newBuilder()
                .setPeer(VoterCodec.toProto(peer))
                .build();
    }

    @Override
    public void releaseVoter(ReleaseVoterRequest request, StreamObserver<ReleaseVoterResponse> response) {
        if (isOtherCluster(request.getClusterId(), response)) {
            return;
        }
        host.release(request.getPeerId())
                .thenApply(nothing -> ReleaseVoterResponse.getDefaultInstance())
                .whenComplete(answering(response));
    }

    private boolean isOtherCluster(String clusterId, StreamObserver<?> response) {
        String expected = settings.clusterId().toString();
        if (clusterId.equals(expected)) {
            return false;
        }
        response.onError(StatusMapper.wrongCluster(expected, clusterId));
        return true;
    }

    private static <T> BiConsumer<@Nullable T, @Nullable Throwable> answering(StreamObserver<T> response) {
        return (answer, problem) -> {
            if (answer != null) {
                response.onNext(answer);
                response.onCompleted();
            } else {
                Throwable cause = problem instanceof CompletionException && problem.getCause() != null
                        ? problem.getCause()
                        : problem;
                response.onError(
                        cause instanceof StatusRuntimeException known
                                ? known
                                : StatusMapper.internal(String.valueOf(cause)));
            }
        };
    }

    private @Nullable Voter otherLeader() {
        Voter leader = quorum.leadership().leader();
        return leader == null || leader.id() == settings.self() ? null : leader;
    }
}
