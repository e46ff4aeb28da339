package io.thalweg.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Where the brokers of one cluster listen and keep their data. They keep their ports through restarts. Immutable. */
final class ClusterLayout {

    private static final String CLUSTER_ID = "b3c1a5d2-7e48-4f0a-9c36-1d2e5f708192";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MOST_VOTERS = 3;

    private record Ports(int client, int peer, int raft) {}

    private final Path folder;
    private final List<Ports> ports;

    private ClusterLayout(Path folder, List<Ports> ports) {
        this.folder = folder;
        this.ports = List.copyOf(ports);
    }

    static ClusterLayout of(Path folder, int brokers) {
        List<Integer> free = freePorts(3 * brokers);
        List<Ports> ports = IntStream.range(0, brokers)
                .mapToObj(index -> new Ports(free.get(3 * index), free.get(3 * index + 1), free.get(3 * index + 2)))
                .toList();
        return new ClusterLayout(folder, ports);
    }

    /** Ports that were free a moment ago, all different. */
    private static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int index = 0; index < count; index++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK)));
            }
            List<Integer> found =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException("no free ports on the loopback interface", e);
        }
    }

    int brokers() {
        return ports.size();
    }

    /** Where clients reach that broker. */
    String clientAddress(int broker) {
        return LOOPBACK + ":" + portsOf(broker).client();
    }

    /** Where clients reach all brokers, separated by commas. */
    String bootstrap() {
        return IntStream.rangeClosed(1, brokers()).mapToObj(this::clientAddress).collect(Collectors.joining(","));
    }

    /** The settings of that broker. An even number of voters bears no more failures than one fewer, so two brokers have one. */
    Map<String, String> settings(int broker) {
        Ports own = portsOf(broker);
        int voters = brokers() < MOST_VOTERS ? 1 : MOST_VOTERS;
        return Map.of(
                "cluster.id",
                CLUSTER_ID,
                "broker.id",
                Integer.toString(broker),
                "data.dir",
                folder.resolve("broker-" + broker).toString(),
                "metadata.voters",
                IntStream.rangeClosed(1, voters).mapToObj(this::voter).collect(Collectors.joining(",")),
                "listener.client.bind",
                LOOPBACK + ":" + own.client(),
                "listener.peer.bind",
                LOOPBACK + ":" + own.peer(),
                "listener.raft.bind",
                LOOPBACK + ":" + own.raft(),
                "http.bind",
                LOOPBACK + ":0");
    }

    private String voter(int broker) {
        Ports voter = portsOf(broker);
        return broker + "@" + LOOPBACK + ":" + voter.peer() + ":" + voter.raft();
    }

    private Ports portsOf(int broker) {
        return ports.get(broker - 1);
    }
}
