package io.thalweg.metadata.rpc;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.thalweg.metadata.controller.VoterDescription;
import io.thalweg.metadata.model.Voter;
import io.thalweg.proto.v1.DescribeVoterRequest;
import io.thalweg.proto.v1.DescribeVoterResponse;
import io.thalweg.proto.v1.MetadataServiceGrpc;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks other voters what they know of this one. Blocks; for use while starting. */
public final class VoterClient implements AutoCloseable {

    private static final long CALL_MILLIS = 2_000;

    private final UUID clusterId;
    private final int self;
    private final Map<Integer, ManagedChannel> channels = new HashMap<>();

    /** Opens nothing yet. */
    public VoterClient(UUID clusterId, int self) {
        this.clusterId = clusterId;
        this.self = self;
    }

    /** The voter's answer, or null if it gives none within two seconds. */
    public @Nullable VoterDescription describe(Voter voter) {
        ManagedChannel channel = channels.computeIfAbsent(
                voter.id(),
                id -> Grpc.newChannelBuilderForAddress(
                                voter.host(), voter.peerPort(), InsecureChannelCredentials.create())
                        .build());
        channel.resetConnectBackoff();
        try {
            DescribeVoterResponse answer = MetadataServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(CALL_MILLIS, TimeUnit.MILLISECONDS)
                    .describeVoter(DescribeVoterRequest.newBuilder()
                            .setClusterId(clusterId.toString())
                            .setAskingBroker(self)
                            .build());
            return new VoterDescription(answer.getClusterId(), answer.getFormatted(), answer.getRegisteredStorageId());
        } catch (StatusRuntimeException e) {
            return null;
        }
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
