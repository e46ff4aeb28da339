package io.thalweg.metadata.rpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.thalweg.metadata.codec.CommandCodec;
import io.thalweg.metadata.codec.ReplyCodec;
import io.thalweg.metadata.controller.MetadataQuorum;
import io.thalweg.metadata.controller.ProposalOutcome;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.metadata.model.Voter;
import io.thalweg.proto.v1.DescribeVoterRequest;
import io.thalweg.proto.v1.DescribeVoterResponse;
import io.thalweg.proto.v1.MetadataServiceGrpc.MetadataServiceImplBase;
import io.thalweg.proto.v1.ProposeRequest;
import io.thalweg.proto.v1.ProposeResponse;
import io.thalweg.proto.v1.SessionEvent;
import io.thalweg.proto.v1.SessionRequest;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The metadata plane of one voter. Nothing here blocks; sessions are the business of the leader's thread. */
public final class MetadataService extends MetadataServiceImplBase {

    private final LeaderSettings settings;
    private final MetadataQuorum quorum;
    private final LeaderLoop loop;
    private final BooleanSupplier formatted;

    /**
     * @param formatted whether this voter has Raft data
     */
    public MetadataService(LeaderSettings settings, MetadataQuorum quorum, LeaderLoop loop, BooleanSupplier formatted) {
        this.settings = settings;
        this.quorum = quorum;
        this.loop = loop;
        this.formatted = formatted;
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
        quorum.submit(command).thenAccept(outcome -> {
            if (outcome instanceof ProposalOutcome.Applied applied) {
                answer(request, applied, response);
            } else {
                response.onError(StatusMapper.toException(outcome, otherLeader()));
            }
        });
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
        String clusterId = settings.clusterId().toString();
        DescribeVoterResponse.Builder answer =
                DescribeVoterResponse.newBuilder().setClusterId(clusterId).setFormatted(formatted.getAsBoolean());
        Broker broker = request.getAskingBroker() < 1
                ? null
                : quorum.applied().image().broker(new BrokerId(request.getAskingBroker()));
        if (broker != null && request.getClusterId().equals(clusterId)) {
            answer.setRegisteredStorageId(broker.storageId().toString());
        }
        response.onNext(answer.build());
        response.onCompleted();
    }

    private @Nullable Voter otherLeader() {
        Voter leader = quorum.leadership().leader();
        return leader == null || leader.id() == settings.self() ? null : leader;
    }
}
