package io.thalweg.broker.app.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before a listening socket and closes what it accepts beyond a bound, before anything is read from it or kept for it.
 * Thread-safe.
 */
@Sharable
final class ConnectionBound extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionBound.class);

    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger refusedInARow = new AtomicInteger();
    private final Map<SocketAddress, Channel> connections = new ConcurrentHashMap<>();

    ConnectionBound(int most) {
        this.most = most;
    }

    int open() {
        return open.get();
    }

    /** Closes the connection from that address, if there is one; does not wait. */
    void close(SocketAddress from) {
        Channel connection = connections.get(from);
        if (connection != null) {
            // Not in order: that would wait for the streams of whoever is shut out.
            connection.eventLoop().execute(() -> connection.unsafe().closeForcibly());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof Channel connection)) {
            context.fireChannelRead(message);
            return;
        }
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            connection.unsafe().closeForcibly();
            if (refusedInARow.getAndIncrement() == 0) {
                LOG.warn(
                        "Closed a new connection to {}: {} are open, as many as may be.",
                        context.channel().localAddress(),
                        most);
            }
            return;
        }
        refusedInARow.set(0);
        SocketAddress from = connection.remoteAddress();
        connection.closeFuture().addListener(closed -> {
            if (from != null) {
                connections.remove(from, connection);
            }
            open.decrementAndGet();
        });
        if (from != null) {
            connections.put(from, connection);
        }
        context.fireChannelRead(message);
    }
}
