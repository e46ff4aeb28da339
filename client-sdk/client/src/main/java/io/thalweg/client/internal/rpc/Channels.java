package io.thalweg.client.internal.rpc;

import io.grpc.ClientInterceptor;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.thalweg.client.api.BrokerAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One channel per broker, on event loops of their own: one for every four processors, at least one. Calls run their callbacks
 * on these threads, so they must return at once.
 */
final class Channels {
    private static final int MAX_MESSAGE_BYTES = 16 << 20;
    /** Of a stream: what may come before it is read. Fixed, as gRPC would otherwise ping to find how large it should be. */
    private static final int WINDOW_BYTES = 4 << 20;

    private static final int PROCESSORS_PER_LOOP = 4;
    private static final long CLOSE_SECONDS = 2;
    private static final Metadata.Key<String> CLIENT_ID =
            Metadata.Key.of("thalweg-client-id", Metadata.ASCII_STRING_MARSHALLER);

    private final Map<BrokerAddress, ManagedChannel> channels = new ConcurrentHashMap<>();
    private final ClientInterceptor identify;
    private final EventLoopGroup loops;

    Channels(String clientId) {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / PROCESSORS_PER_LOOP);
        this.loops = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("thalweg-net", true), NioIoHandler.newFactory());
        Metadata headers = new Metadata();
        headers.put(CLIENT_ID, clientId.replaceAll("[^\\x20-\\x7e]", "?"));
        this.identify = MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    ManagedChannel to(BrokerAddress broker) {
        return channels.computeIfAbsent(broker, this::open);
    }

    private ManagedChannel open(BrokerAddress broker) {
        return NettyChannelBuilder.forAddress(broker.host(), broker.port())
                .eventLoopGroup(loops)
                .channelType(NioSocketChannel.class)
                .usePlaintext()
                .directExecutor()
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .flowControlWindow(WINDOW_BYTES)
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
        loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
