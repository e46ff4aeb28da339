package io.thalweg.broker.app.net;

import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.thalweg.broker.rpc.peer.PeerChannels;
import java.util.concurrent.TimeUnit;

/**
 * Event loops of a broker's gRPC: one instance for its clients, one for the other brokers, whose port and channels share it, so
 * that no crowd of clients keeps replication and sessions waiting. Few loops with much to do each cost less than many that are
 * woken for every message. Close it after the ports and channels.
 */
public final class EventLoops implements AutoCloseable {

    private static final long CLOSE_SECONDS = 1;
    /** Of a stream to a leader; credits bound what is not stored, this only what is not read. */
    private static final int WINDOW_BYTES = 4 << 20;

    private final EventLoopGroup group;

    /** @param name what the threads are called */
    public EventLoops(String name, int threads) {
        group = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    }

    /** As many as partition loops: half as many as processors, at least one. */
    public static int forProcessors(int processors) {
        return Math.max(1, processors / 2);
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

    /** Channels to other brokers' peer listeners, without encryption. */
    public PeerChannels peerChannels() {
        return PeerChannels.plaintext(endpoint -> NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port())
                .eventLoopGroup(group)
                .channelType(NioSocketChannel.class)
                .flowControlWindow(WINDOW_BYTES));
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
