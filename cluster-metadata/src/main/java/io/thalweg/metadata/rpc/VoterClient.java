package io.thalweg.metadata.rpc;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.thalweg.metadata.codec.VoterCodec;
import io.thalweg.metadata.controller.VoterDescription;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.VoterPeer;
import io.thalweg.metadata.model.VoterSet;
import io.thalweg.proto.v1.DescribeVoterRequest;
import io.thalweg.proto.v1.DescribeVoterResponse;
import io.thalweg.proto.v1.MetadataServiceGrpc;
import io.thalweg.proto.v1.MetadataServiceGrpc.MetadataServiceBlockingStub;
import io.thalweg.proto.v1.PrepareVoterRequest;
import io.thalweg.proto.v1.ReleaseVoterRequest;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks other brokers about their vote. Blocks: for use while starting, and for changes of the voters. Thread-safe. */
public final class VoterClient implements AutoCloseable {

    private static final long CALL_MILLIS = 2_000;
    private static final long PREPARE_MILLIS = 5_000;

    private final UUID clusterId;
    private final int self;
    private final Map<Endpoint, ManagedChannel> channels = new ConcurrentHashMap<>();

    /** Opens nothing yet. */
    public VoterClient(UUID clusterId, int self) {
        this.clusterId = clusterId;
        this.self = self;
    }

    /** The broker's answer, or null if it gives none within two seconds. */
    public @Nullable VoterDescription describe(Endpoint peer) {
        try {
            return described(stub(peer, CALL_MILLIS)
                    .describeVoter(DescribeVoterRequest.newBuilder()
                            .setClusterId(clusterId.toString())
                            .setAskingBroker(self)
                            .build()));
        } catch (StatusRuntimeException | IllegalArgumentException e) {
            return null;
        }
    }

    private static VoterDescription described(DescribeVoterResponse answer) {
        return new VoterDescription(
                answer.getClusterId(),
                answer.getFormatted(),
                answer.hasPeer() ? VoterCodec.ofProto(answer.getPeer()) : null,
                answer.hasVoters() ? VoterCodec.ofProto(answer.getVoters()) : VoterSet.UNKNOWN);
    }

    /** Makes a broker ready to vote; fails as the call does. */
    VoterPeer prepare(Endpoint peer) {
        return VoterCodec.ofProto(stub(peer, PREPARE_MILLIS)
                .prepareVoter(PrepareVoterRequest.newBuilder()
                        .setClusterId(clusterId.toString())
                        .build())
                .getPeer());
    }

    /** Ends a vote; returns whether the broker answered. */
    boolean release(VoterPeer peer) {
        try {
            stub(new Endpoint(peer.voter().host(), peer.voter().peerPort()), CALL_MILLIS)
                    .releaseVoter(ReleaseVoterRequest.newBuilder()
                            .setClusterId(clusterId.toString())
                            .setPeerId(peer.peerId())
                            .build());
            return true;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    private MetadataServiceBlockingStub stub(Endpoint peer, long millis) {
        ManagedChannel channel = channels.computeIfAbsent(
                peer,
                endpoint -> Grpc.newChannelBuilderForAddress(
                                endpoint.host(), endpoint.port(), InsecureChannelCredentials.create())
                        .build());
        channel.resetConnectBackoff();
        return MetadataServiceGrpc.newBlockingStub(channel).withDeadlineAfter(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
