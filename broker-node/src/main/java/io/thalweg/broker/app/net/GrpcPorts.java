package io.thalweg.broker.app.net;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.thalweg.broker.app.settings.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Opens gRPC ports with the settings that all of them share. They bound what a connection can make the broker hold, and let go
 * of connections whose other end is gone, silent from the start, or idle; no sound client meets them.
 */
public final class GrpcPorts {

    private static final int MOST_MESSAGE_BYTES = 16 << 20;
    private static final int MOST_HEADER_BYTES = 16 << 10;
    private static final int MOST_CALLS = 1_000;
    private static final int MOST_RESETS = 2_000;
    private static final int RESET_WINDOW_SECONDS = 10;
    private static final long HANDSHAKE_SECONDS = 10;
    private static final long IDLE_MINUTES = 10;

    // Clients ping every 10 s; half of it leaves room for pings that bunch up on the way.
    private static final long SHORTEST_PING_SECONDS = 5;
    private static final long PING_SECONDS = 60;
    private static final long PONG_SECONDS = 30;

    private GrpcPorts() {}

    /**
     * One port.
     *
     * @param bind where it listens
     * @param mostConnections how many connections it has at once
     * @param windowBytes what a stream may send before it is read; this much of every stream that is not read lies in direct
     *     memory, as gRPC refills the connection's own window at once. It is fixed: gRPC would make it larger the longer an
     *     answer takes, and ping for that all the time
     * @param mostUnfinishedBytes how much messages may hold that are not whole, all together
     * @param executor runs the handlers of all calls but the data path's streams; they never block for long
     */
    public record Port(
            HostPort bind, int mostConnections, int windowBytes, long mostUnfinishedBytes, Executor executor) {}

    /**
     * Opens a port.
     *
     * @param interceptors outermost first
     * @throws IOException when the port cannot be bound
     */
    public static Server open(
            Port port, EventLoops loops, List<BindableService> services, List<ServerInterceptor> interceptors)
            throws IOException {
        ConnectionBound bound = new ConnectionBound(port.mostConnections());
        UnfinishedMessages unfinished = new UnfinishedMessages(port.mostUnfinishedBytes(), bound::close);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address(port.bind()))
                .bossEventLoopGroup(loops.group())
                .workerEventLoopGroup(loops.group())
                .channelFactory(() -> EventLoops.listening(bound))
                .executor(port.executor())
                .callExecutor(new CallThreads())
                .maxInboundMessageSize(MOST_MESSAGE_BYTES)
                .maxInboundMetadataSize(MOST_HEADER_BYTES)
                .maxConcurrentCallsPerConnection(MOST_CALLS)
                .maxRstFramesPerWindow(MOST_RESETS, RESET_WINDOW_SECONDS)
                .flowControlWindow(port.windowBytes())
                .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
                .maxConnectionIdle(IDLE_MINUTES, TimeUnit.MINUTES)
                .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(PONG_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveTime(SHORTEST_PING_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addStreamTracerFactory(unfinished);
        services.forEach(builder::addService);
        for (int index = interceptors.size() - 1; index >= 0; index--) {
            builder.intercept(interceptors.get(index));
        }
        // The last one is called first.
        return builder.intercept(unfinished).build().start();
    }

    /** Returns the socket address of a bind setting; {@code *} is every address. */
    public static InetSocketAddress address(HostPort bind) {
        return bind.host().equals("*")
                ? new InetSocketAddress(bind.port())
                : new InetSocketAddress(bind.host(), bind.port());
    }
}
