package io.thalweg.broker.app.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
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

    ConnectionBound(int most) {
        this.most = most;
    }

    int open() {
        return open.get();
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
        connection.closeFuture().addListener(closed -> open.decrementAndGet());
        context.fireChannelRead(message);
    }
}
