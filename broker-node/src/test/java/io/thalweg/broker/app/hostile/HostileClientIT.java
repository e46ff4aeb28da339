package io.thalweg.broker.app.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.thalweg.broker.app.NodePorts;
import io.thalweg.broker.app.RawClient;
import io.thalweg.broker.app.TestCluster;
import io.thalweg.proto.v1.AdminServiceGrpc;
import io.thalweg.proto.v1.ClusterServiceGrpc;
import io.thalweg.proto.v1.FetchRequest;
import io.thalweg.proto.v1.FetchServiceGrpc;
import io.thalweg.proto.v1.GroupServiceGrpc;
import io.thalweg.proto.v1.ProduceServiceGrpc;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One broker, a sound client that goes on, and others that do what no sound client does. */
class HostileClientIT {
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final String PRODUCE =
            ProduceServiceGrpc.getProduceStreamMethod().getFullMethodName();
    private static final String WATCH =
            ClusterServiceGrpc.getWatchMetadataMethod().getFullMethodName();
    private static final List<ServiceDescriptor> SERVICES = List.of(
            AdminServiceGrpc.getServiceDescriptor(),
            ClusterServiceGrpc.getServiceDescriptor(),
            FetchServiceGrpc.getServiceDescriptor(),
            GroupServiceGrpc.getServiceDescriptor(),
            ProduceServiceGrpc.getServiceDescriptor());

    @TempDir
    private static Path folder;

    private static TestCluster cluster;
    private static SteadyPair pair;
    private static final EventLoopGroup LOOPS = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    private final List<Http2Client> clients = new ArrayList<>();

    @BeforeAll
    static void start() {
        cluster = TestCluster.start(folder, 1);
        pair = new SteadyPair(new RawClient(cluster.channel(1)));
    }

    @AfterAll
    static void stop() {
        try {
            pair.close();
        } finally {
            cluster.close();
        }
        LOOPS.shutdownGracefully();
    }

    @BeforeEach
    void forget() {
        pair.slowest();
    }

    @AfterEach
    void goOn() {
        pair.awaitMore(20);
        clients.forEach(Http2Client::close);
        pair.awaitMore(20);
        assertThat(pair.slowest()).isLessThan(LONGEST_WRITE);
    }

    @Test
    void shouldOutliveBytesThatAreNotHttp2() throws IOException {
        NodePorts ports = cluster.node(1).ports();
        byte[] noise = new byte[1 << 16];
        new Random(1).nextBytes(noise);
        List<byte[]> openings = List.of(
                noise,
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u00ff\u00ff\u0004noise".getBytes(StandardCharsets.ISO_8859_1),
                new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3});
        for (int port : List.of(ports.client(), ports.peer(), ports.http())) {
            for (byte[] opening : openings) {
                for (int count = 0; count < 10; count++) {
                    shout(port, opening);
                }
            }
        }
    }

    @Test
    void shouldCloseConnectionsThatSayNothing() throws IOException {
        List<Socket> silent = new ArrayList<>();
        for (int count = 0; count < 100; count++) {
            silent.add(new Socket(
                    InetAddress.getLoopbackAddress(), cluster.node(1).ports().client()));
        }
        for (Socket socket : silent) {
            try (socket) {
                socket.setSoTimeout((int) LONGEST.toMillis());
                assertThat(isClosedByPeer(socket)).isTrue();
            }
        }
    }

    @Test
    void shouldOutliveMessagesThatMakeNoSense() {
        AbsurdMessages messages = new AbsurdMessages(new Random(2));
        Http2Client client = connect();
        for (ServiceDescriptor service : SERVICES) {
            for (MethodDescriptor<?, ?> method : service.getMethods()) {
                var type = ((ProtoMethodDescriptorSupplier) method.getSchemaDescriptor())
                        .getMethodDescriptor()
                        .getInputType();
                List<Http2StreamChannel> calls = IntStream.range(0, 40)
                        .mapToObj(number -> client.call(method.getFullMethodName(), messages.next(type)))
                        .toList();
                await(method.getFullMethodName())
                        .atMost(LONGEST)
                        .until(() -> calls.stream().noneMatch(Http2StreamChannel::isActive));
            }
        }
    }

    @Test
    void shouldCloseAConnectionWhoseMessagesNeverBecomeWhole() {
        Http2Client client = connect();
        for (int count = 0; count < 12; count++) {
            Http2StreamChannel call = client.begin(PRODUCE, true);
            Http2Client.send(call, 16 << 20, new byte[8 << 20], false);
        }
        await().atMost(LONGEST).until(() -> !client.isOpen());
    }

    @Test
    void shouldServeOthersBesideReadersThatDoNotRead() {
        byte[] request = FetchRequest.newBuilder()
                .setTopic("steady")
                .setMaxBytes(Integer.MAX_VALUE)
                .build()
                .toByteArray();
        for (int connection = 0; connection < 5; connection++) {
            Http2Client client = connect();
            for (int count = 0; count < 100; count++) {
                Http2StreamChannel call =
                        client.begin(FetchServiceGrpc.getFetchMethod().getFullMethodName(), false);
                Http2Client.send(call, request);
            }
        }
    }

    @Test
    void shouldServeOthersBesideThousandsOfStreams() {
        for (int connection = 0; connection < 4; connection++) {
            Http2Client client = connect();
            for (int count = 0; count < 900; count++) {
                client.begin(count % 2 == 0 ? PRODUCE : WATCH, true);
            }
        }
    }

    @Test
    void shouldEndAConnectionThatCancelsWithoutEnd() {
        Http2Client client = connect();
        Throwable end = catchThrowable(() -> IntStream.range(0, 3_000)
                .forEach(count ->
                        client.begin(PRODUCE, true).writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL))));
        assertThat(end == null || end instanceof ClosedChannelException).isTrue();
        await().atMost(LONGEST).until(() -> !client.isOpen());
    }

    private Http2Client connect() {
        Http2Client client = new Http2Client(LOOPS, cluster.node(1).ports().client());
        clients.add(client);
        return client;
    }

    private static void shout(int port, byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
        } catch (SocketException e) {
            assertThat(e).as("closed by the broker while it was shouted at").hasMessageMatching(".*(reset|pipe).*");
        }
    }

    /** The broker's settings frame comes first; then the end. */
    private static boolean isClosedByPeer(Socket socket) throws IOException {
        byte[] some = new byte[1_024];
        try {
            while (socket.getInputStream().read(some) >= 0) {
                // What it says does not matter.
            }
            return true;
        } catch (SocketException e) {
            return true;
        }
    }
}
