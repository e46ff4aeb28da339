package io.thalweg.cli.chaos.network.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Broker 1 is behind the proxy; whoever dials says which place it is. */
final class ProxyTest {
    private static final int FIRST_BYTE = '!';
    private static final int BROKER = 1;
    private static final int OTHER = 2;
    private static final Barrier BOTH = (from, to) -> true;
    /** How long nothing must arrive. */
    private static final int SILENCE_MILLIS = 150;

    private static final int LONGEST_MILLIS = 20_000;

    private final Map<Integer, Integer> placeByPort = new ConcurrentHashMap<>();
    private InetSocketAddress bound;
    private InetSocketAddress dialled;
    private ServerSocket broker;
    private Proxy proxy;

    @BeforeEach
    void start() throws IOException {
        broker = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        broker.setSoTimeout(LONGEST_MILLIS);
        bound = (InetSocketAddress) broker.getLocalSocketAddress();
        dialled = free();
        proxy = Proxy.start(
                List.of(new Passage(BROKER, dialled, bound), new Passage(OTHER, free(), free())),
                (source, target) -> placeByPort.getOrDefault(source.getPort(), Sources.CLIENTS));
    }

    @AfterEach
    void end() throws IOException {
        proxy.close();
        broker.close();
    }

    @Test
    void shouldPassBothWaysAndEachEndByItself() throws IOException {
        try (Socket source = dial(Sources.CLIENTS);
                Socket target = accept()) {
            say(source, "question");
            source.shutdownOutput();
            assertThat(new String(target.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("question");

            say(target, "answer");
            hangUp(target);
            assertThat(new String(source.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("answer");
        }
    }

    @Test
    void shouldHoldBytesInACutAndPassThemInOrderAfterIt() throws IOException {
        byte[] sent = new byte[3 << 20];
        new Random(1).nextBytes(sent);
        try (Socket source = dial(Sources.CLIENTS);
                Socket target = accept()) {
            proxy.hold(BOTH);
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> write(source, sent));
            assertSilent(target);

            proxy.hold(Barrier.NONE);

            assertThat(target.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
            sending.join();
        }
    }

    @Test
    void shouldHoldOneDirectionWhileTheOtherOneFlows() throws IOException {
        try (Socket source = dial(Sources.CLIENTS);
                Socket target = accept()) {
            proxy.hold((from, to) -> to == BROKER);
            say(source, "question");
            assertSilent(target);
            say(target, "answer");
            assertHeard(source, "answer");

            proxy.hold((from, to) -> from == BROKER);

            assertHeard(target, "question");
            say(target, "another");
            assertSilent(source);
            say(source, "go on");
            assertHeard(target, "go on");

            proxy.hold(Barrier.NONE);

            assertHeard(source, "another");
        }
    }

    @Test
    void shouldHoldOnlyWhoIsCutOff() throws IOException {
        try (Socket client = dial(Sources.CLIENTS);
                Socket fromClient = accept();
                Socket peer = dial(OTHER);
                Socket fromPeer = accept()) {
            proxy.hold((from, to) -> from == OTHER);

            say(peer, "held");
            say(client, "passed");

            assertHeard(fromClient, "passed");
            assertSilent(fromPeer);
        }
    }

    @Test
    void shouldNeverHoldABrokerFromItself() throws IOException {
        try (Socket self = dial(BROKER);
                Socket fromSelf = accept()) {
            proxy.hold(BOTH);

            say(self, "passed");

            assertHeard(fromSelf, "passed");
        }
    }

    @Test
    void shouldTellOfAnEndOnlyAfterTheCut() throws IOException {
        try (Socket source = dial(Sources.CLIENTS);
                Socket target = accept()) {
            proxy.hold(BOTH);
            hangUp(target);
            assertSilent(source);

            proxy.hold(Barrier.NONE);

            assertThat(source.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldTellOfAResetOnlyAfterTheCut() throws IOException {
        try (Socket source = dial(Sources.CLIENTS);
                Socket target = accept()) {
            proxy.hold((from, to) -> from == BROKER);
            target.setSoLinger(true, 0);
            hangUp(target);
            say(source, "into the void");
            assertSilent(source);

            proxy.hold(Barrier.NONE);

            assertThatThrownBy(() -> source.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void shouldTakeConnectionsInACutAndPassThemOnAfterIt() throws IOException {
        proxy.hold(BOTH);
        try (Socket source = dial(Sources.CLIENTS)) {
            say(source, "early");
            broker.setSoTimeout(SILENCE_MILLIS);
            assertThatThrownBy(this::accept).isInstanceOf(SocketTimeoutException.class);

            proxy.hold(Barrier.NONE);

            broker.setSoTimeout(LONGEST_MILLIS);
            try (Socket target = accept()) {
                assertHeard(target, "early");
            }
        }
    }

    @Test
    void shouldStopTheSenderInACut() throws IOException {
        try (SocketChannel sender = SocketChannel.open(dialled)) {
            sender.write(ByteBuffer.wrap(new byte[] {FIRST_BYTE}));
            Socket target = accept();
            CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> readAll(target));
            proxy.hold(BOTH);
            sender.configureBlocking(false);
            ByteBuffer block = ByteBuffer.allocate(1 << 20);
            long[] taken = new long[1];

            await().during(Duration.ofMillis(SILENCE_MILLIS))
                    .atMost(Duration.ofMillis(LONGEST_MILLIS))
                    .until(() -> {
                        int count = sender.write(block.clear());
                        taken[0] += count;
                        return count == 0;
                    });

            assertThat(taken[0]).isPositive();
            assertThat(reading).isNotDone();
            target.close();
        }
    }

    @Test
    void shouldRefuseWhileThePortBehindRefusesButNotInACut() throws IOException {
        try (Socket source = dial(Sources.CLIENTS);
                Socket target = accept()) {
            broker.close();
            hangUp(target);
            assertThat(source.getInputStream().read()).isEqualTo(-1);
            assertThatThrownBy(() -> new Socket(dialled.getAddress(), dialled.getPort()))
                    .as("already when the end of a connection is known")
                    .isInstanceOf(ConnectException.class);

            proxy.hold((from, to) -> from == BROKER);
            try (Socket late = dial(Sources.CLIENTS)) {
                assertSilent(late);

                proxy.hold(Barrier.NONE);

                assertThatThrownBy(() -> late.getInputStream().read()).isInstanceOf(SocketException.class);
            }
            assertThatThrownBy(() -> new Socket(dialled.getAddress(), dialled.getPort()))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void shouldPassNothingOfAConnectionWhoseMakerHasGone() throws IOException {
        try (Socket source = dialInSilence(Sources.GONE)) {
            assertThat(source.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static InetSocketAddress free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }

    /** Dials and says a first byte. */
    private Socket dial(int place) throws IOException {
        Socket socket = dialInSilence(place);
        socket.getOutputStream().write(FIRST_BYTE);
        return socket;
    }

    /** Its place is known before the proxy sees it. */
    private Socket dialInSilence(int place) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress("127.0.0.1", 0));
        placeByPort.put(socket.getLocalPort(), place);
        socket.connect(dialled);
        socket.setSoTimeout(LONGEST_MILLIS);
        return socket;
    }

    /** The other end of one that said its first byte; the proxy also looks whether the broker listens, and says nothing. */
    private Socket accept() throws IOException {
        while (true) {
            Socket target = broker.accept();
            target.setSoTimeout(LONGEST_MILLIS);
            if (target.getInputStream().read() == FIRST_BYTE) {
                return target;
            }
            target.close();
        }
    }

    private static void hangUp(Socket socket) throws IOException {
        socket.close();
    }

    private static void say(Socket socket, String words) {
        write(socket, words.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void readAll(Socket socket) {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertHeard(Socket socket, String words) throws IOException {
        assertThat(new String(socket.getInputStream().readNBytes(words.length()), StandardCharsets.UTF_8))
                .isEqualTo(words);
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(LONGEST_MILLIS);
    }
}
