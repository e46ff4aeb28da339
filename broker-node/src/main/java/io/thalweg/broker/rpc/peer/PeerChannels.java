package io.thalweg.broker.rpc.peer;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.thalweg.metadata.model.Endpoint;

/** Makes channels to other brokers' peer listeners. */
@FunctionalInterface
public interface PeerChannels {
    /** A new channel; its callbacks may run on network threads because they never block. */
    ManagedChannel open(Endpoint endpoint);

    /** Channels without encryption. */
    static PeerChannels plaintext() {
        return endpoint -> ManagedChannelBuilder.forAddress(endpoint.host(), endpoint.port())
                .usePlaintext()
                .directExecutor()
                .maxInboundMessageSize(PeerSettings.MAX_MESSAGE_BYTES)
                .build();
    }
}
