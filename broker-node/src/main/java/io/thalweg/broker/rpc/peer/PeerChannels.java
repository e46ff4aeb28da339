package io.thalweg.broker.rpc.peer;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.thalweg.metadata.model.Endpoint;
import java.util.function.Function;

/** Makes channels to other brokers' peer listeners. */
@FunctionalInterface
public interface PeerChannels {
    /** A new channel; its callbacks may run on network threads because they never block. */
    ManagedChannel open(Endpoint endpoint);

    /**
     * Channels without encryption.
     *
     * @param transports what carries a channel to an endpoint; the rest is set here
     */
    static PeerChannels plaintext(Function<Endpoint, ManagedChannelBuilder<?>> transports) {
        return endpoint -> transports
                .apply(endpoint)
                .usePlaintext()
                .directExecutor()
                .maxInboundMessageSize(PeerSettings.MAX_MESSAGE_BYTES)
                .build();
    }
}
