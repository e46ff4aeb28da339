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

/** Opens gRPC ports with the settings that all of them share. All servers and channels of the process share event loops. */
public final class GrpcPorts {

    private static final int MOST_MESSAGE_BYTES = 16 << 20;
    private static final int WINDOW_BYTES = 2 << 20;
    private static final long SHORTEST_PING_SECONDS = 10;

    private GrpcPorts() {}

    /**
     * Opens a port.
     *
     * @param executor runs the handlers, which never block for long
     * @param interceptors outermost first
     * @throws IOException when the port cannot be bound
     */
    public static Server open(
            HostPort bind, Executor executor, List<BindableService> services, List<ServerInterceptor> interceptors)
            throws IOException {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address(bind))
                .executor(executor)
                .maxInboundMessageSize(MOST_MESSAGE_BYTES)
                .initialFlowControlWindow(WINDOW_BYTES)
                .permitKeepAliveTime(SHORTEST_PING_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
        services.forEach(builder::addService);
        for (int index = interceptors.size() - 1; index >= 0; index--) {
            builder.intercept(interceptors.get(index));
        }
        return builder.build().start();
    }

    /** Returns the socket address of a bind setting; {@code *} is every address. */
    public static InetSocketAddress address(HostPort bind) {
        return bind.host().equals("*")
                ? new InetSocketAddress(bind.port())
                : new InetSocketAddress(bind.host(), bind.port());
    }
}
