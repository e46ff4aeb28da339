package io.thalweg.broker.app;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.thalweg.broker.app.settings.ServerSettings;
import io.thalweg.broker.app.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Real brokers in this JVM, all of them voters, on free ports of the loopback interface. */
public final class TestCluster implements AutoCloseable {

    static final String CLUSTER_ID = "5b8f1c2e-3a4d-4e5f-8a9b-0c1d2e3f4a5b";

    /** How long a broker may take to hand its leaders over. */
    static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private static final long START_SECONDS = 60;

    private record Ports(int client, int peer, int raft) {}

    private final Path folder;
    private final Map<Integer, Ports> ports = new TreeMap<>();
    private final Map<Integer, BrokerNode> nodes = new TreeMap<>();
    private final Map<Integer, ManagedChannel> channels = new HashMap<>();

    private TestCluster(Path folder, int brokers) {
        this.folder = folder;
        List<Integer> free = freePorts(brokers * 3);
        for (int id = 1; id <= brokers; id++) {
            int first = (id - 1) * 3;
            ports.put(id, new Ports(free.get(first), free.get(first + 1), free.get(first + 2)));
        }
    }

    /** Ports and settings without any broker. */
    static TestCluster unstarted(Path folder, int brokers) {
        return new TestCluster(folder, brokers);
    }

    public static TestCluster start(Path folder, int brokers) {
        TestCluster cluster = new TestCluster(folder, brokers);
        IntStream.rangeClosed(1, brokers).forEach(cluster::begin);
        IntStream.rangeClosed(1, brokers).forEach(cluster::awaitReady);
        return cluster;
    }

    /**
     * Ports that are free, all different, and below the range from which outgoing connections get theirs: none of those can
     * take the port of a broker that is down for a moment.
     */
    private static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int index = 0; index < count; index++) {
                sockets.add(reserve());
            }
            List<Integer> found =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket reserve() throws IOException {
        BindException last = new BindException();
        for (int tries = 0; tries < 1_000; tries++) {
            try {
                return new ServerSocket(
                        ThreadLocalRandom.current().nextInt(10_000, 30_000), 1, InetAddress.getLoopbackAddress());
            } catch (BindException taken) {
                last = taken;
            }
        }
        throw last;
    }

    Map<String, String> settings(int id) {
        Ports own = portsOf(id);
        String voters = ports.entrySet().stream()
                .map(entry -> entry.getKey() + "@127.0.0.1:" + entry.getValue().peer() + ":"
                        + entry.getValue().raft())
                .collect(Collectors.joining(","));
        return new HashMap<>(Map.of(
                "cluster.id",
                CLUSTER_ID,
                "broker.id",
                Integer.toString(id),
                "data.dir",
                folder.resolve("broker-" + id).toString(),
                "metadata.voters",
                voters,
                "listener.client.bind",
                "127.0.0.1:" + own.client(),
                "listener.peer.bind",
                "127.0.0.1:" + own.peer(),
                "listener.raft.bind",
                "127.0.0.1:" + own.raft(),
                "http.bind",
                "127.0.0.1:0",
                "session.timeout",
                "3s",
                "metadata.election.timeout",
                "300ms"));
    }

    private void begin(int id) {
        try {
            nodes.put(id, BrokerNode.start(ServerSettings.of(settings(id)), fault -> {}));
        } catch (SettingsException | StartRefusal e) {
            throw new AssertionError(e);
        }
    }

    public void awaitReady(int id) {
        try {
            node(id).ready().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("broker " + id + " does not become ready", e);
        }
    }

    public BrokerNode node(int id) {
        return Objects.requireNonNull(nodes.get(id));
    }

    private Ports portsOf(int id) {
        return Objects.requireNonNull(ports.get(id));
    }

    /** A channel to the client port of a broker, whatever became of it. */
    public ManagedChannel channel(int id) {
        return channels.computeIfAbsent(
                id,
                key -> NettyChannelBuilder.forAddress("127.0.0.1", portsOf(key).client())
                        .usePlaintext()
                        .maxInboundMessageSize(16 << 20)
                        .build());
    }

    public void kill(int id) {
        node(id).kill();
    }

    public void stop(int id) {
        node(id).stop(STOP_TIMEOUT);
    }

    public void startAgain(int id) {
        begin(id);
        awaitReady(id);
        channel(id).resetConnectBackoff();
    }

    /** Starts all brokers, which were killed or stopped before; a quorum needs several at once. */
    void startAllAgain() {
        ports.keySet().forEach(this::begin);
        ports.keySet().forEach(this::awaitReady);
        channels.values().forEach(ManagedChannel::resetConnectBackoff);
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
        nodes.values().forEach(BrokerNode::kill);
    }
}
