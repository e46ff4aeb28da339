package io.thalweg.broker.app.hostile;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;

/** One connection that speaks HTTP/2 and whatever else it likes. */
final class Http2Client implements AutoCloseable {
    private static final int WINDOW_BYTES = 1 << 16;

    private final Channel connection;

    Http2Client(EventLoopGroup loops, int port) {
        connection = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forClient()
                                                .initialSettings(Http2Settings.defaultSettings()
                                                        .initialWindowSize(WINDOW_BYTES))
                                                .build(),
                                        new Http2MultiplexHandler(new Discard()));
                    }
                })
                .connect("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
    }

    boolean isOpen() {
        return connection.isActive();
    }

    /** Begins a call. What is answered is read and thrown away, or, if {@code reads} is false, never taken from the stream. */
    Http2StreamChannel begin(String method, boolean reads) {
        return begin(method, reads, new DefaultHttp2Headers());
    }

    /** Makes a call that ends after five seconds, whatever the broker thinks of it. */
    Http2StreamChannel call(String method, byte[] message) {
        Http2StreamChannel call = begin(method, true, new DefaultHttp2Headers().add("grpc-timeout", "5S"));
        send(call, message);
        return call;
    }

    private Http2StreamChannel begin(String method, boolean reads, Http2Headers headers) {
        Http2StreamChannel stream = new Http2StreamChannelBootstrap(connection)
                .handler(new Discard())
                .open()
                .syncUninterruptibly()
                .getNow();
        stream.config().setAutoRead(reads);
        headers.method("POST")
                .scheme("http")
                .authority("thalweg")
                .path("/" + method)
                .add("content-type", "application/grpc")
                .add("te", "trailers");
        stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers));
        return stream;
    }

    /** Sends bytes of a gRPC message that claims a length of its own. */
    static void send(Channel stream, int claimedLength, byte[] bytes, boolean end) {
        ByteBuf data = Unpooled.buffer(5 + bytes.length);
        data.writeByte(0).writeInt(claimedLength).writeBytes(bytes);
        stream.writeAndFlush(new DefaultHttp2DataFrame(data, end));
    }

    /** Sends the one message of a call. */
    static void send(Channel stream, byte[] message) {
        send(stream, message.length, message, true);
    }

    @Override
    public void close() {
        connection.close().syncUninterruptibly();
    }

    private static final class Discard extends ChannelInboundHandlerAdapter {
        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
