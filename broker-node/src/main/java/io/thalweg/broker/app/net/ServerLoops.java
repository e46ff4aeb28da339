package io.thalweg.broker.app.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** The event loops of all gRPC ports of a broker. Close it after the ports. */
public final class ServerLoops implements AutoCloseable {

    private static final long CLOSE_SECONDS = 1;

    private final EventLoopGroup group;

    /** @param name what the threads are called */
    public ServerLoops(String name, int threads) {
        group = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    }

    EventLoopGroup group() {
        return group;
    }

    /** A listening socket that has no more than so many connections at once. */
    static ServerChannel listening(ConnectionBound bound) {
        Channel channel = new NioServerSocketChannel();
        channel.pipeline().addLast(bound);
        return (ServerChannel) channel;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
