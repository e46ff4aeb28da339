package io.thalweg.client.internal.rpc;

import io.grpc.ClientInterceptor;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.thalweg.client.api.BrokerAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One channel per broker. Calls run their callbacks on the network threads, so they must return at once. */
final class Channels {
    private static final int MAX_MESSAGE_BYTES = 16 << 20;
    private static final Metadata.Key<String> CLIENT_ID =
            Metadata.Key.of("thalweg-client-id", Metadata.ASCII_STRING_MARSHALLER);

    private final Map<BrokerAddress, ManagedChannel> channels = new ConcurrentHashMap<>();
    private final ClientInterceptor identify;

    Channels(String clientId) {
        Metadata headers = new Metadata();
        headers.put(CLIENT_ID, clientId.replaceAll("[^\\x20-\\x7e]", "?"));
        this.identify = MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    ManagedChannel to(BrokerAddress broker) {
        return channels.computeIfAbsent(broker, this::open);
    }

    private ManagedChannel open(BrokerAddress broker) {
        return NettyChannelBuilder.forAddress(broker.host(), broker.port())
                .usePlaintext()
                .directExecutor()
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(5, TimeUnit.SECONDS)
                .disableRetry()
                .intercept(identify)
                .build();
    }

    void connectNow(BrokerAddress broker) {
        ManagedChannel channel = to(broker);
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            channel.resetConnectBackoff();
        }
    }

    void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
        channels.clear();
    }
}
