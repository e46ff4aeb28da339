package io.thalweg.metadata.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.thalweg.metadata.FreePorts;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.Voter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Voters with their peer ports, in this process and on free ports of the loopback. */
final class MetadataCluster implements AutoCloseable {

    static final Duration SESSION = Duration.ofSeconds(4);

    final UUID clusterId = new UUID(7, 7);
    final ConcurrentLinkedQueue<String> fatal = new ConcurrentLinkedQueue<>();

    private final Path directory;
    private final List<Voter> voters;
    private final int firstVoters;
    private final SortedMap<Integer, Running> running = new TreeMap<>();

    private record Running(MetadataNode node, Server peers) {}

    MetadataCluster(Path directory, int count) throws IOException {
        this(directory, count, count);
    }

    /**
     * @param places brokers that there may be
     * @param first how many of them form the group
     */
    MetadataCluster(Path directory, int places, int first) throws IOException {
        this.directory = directory;
        this.voters = voters(places);
        this.firstVoters = first;
    }

    static MetadataCluster started(Path directory, int count) throws IOException {
        MetadataCluster cluster = new MetadataCluster(directory, count);
        cluster.startFirst();
        return cluster;
    }

    /** Starts the first voters and waits until they run. */
    void startFirst() throws IOException {
        for (Voter voter : voters.subList(0, firstVoters)) {
            start(voter.id());
        }
        running.values()
                .forEach(one ->
                        one.node().running().orTimeout(20, TimeUnit.SECONDS).join());
    }

    private static List<Voter> voters(int count) throws IOException {
        List<Integer> ports = FreePorts.find(2 * count);
        List<Voter> voters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            voters.add(new Voter(i + 1, "127.0.0.1", ports.get(2 * i), ports.get(2 * i + 1)));
        }
        return voters;
    }

    MetadataNode start(int id) throws IOException {
        return startIn("voter", id, new UUID(0, id));
    }

    /** Starts a voter with that data folder and storage id. */
    MetadataNode startIn(String folder, int id, UUID storageId) throws IOException {
        return startIn(folder, id, storageId, false);
    }

    /** As above; {@code served} tells whether the broker was registered before with that data folder. */
    MetadataNode startIn(String folder, int id, UUID storageId, boolean served) throws IOException {
        Voter voter = voters.get(id - 1);
        MetadataSettings settings = new MetadataSettings(
                clusterId,
                id,
                voter,
                new MetadataSettings.Storage(storageId, served),
                voters.subList(0, firstVoters),
                directory.resolve(folder + "-" + id).resolve("raft"),
                new Endpoint("127.0.0.1", voter.raftPort()),
                new MetadataSettings.Timing(
                        SESSION, Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofSeconds(2)));
        MetadataNode node = MetadataNode.start(settings, (what, cause) -> fatal.add(what + ": " + cause));
        Server peers = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", voter.peerPort()))
                .addServices(node.peerServices().stream()
                        .map(BindableService::bindService)
                        .toList())
                .build()
                .start();
        running.put(id, new Running(node, peers));
        return node;
    }

    int leader() {
        return await().atMost(20, TimeUnit.SECONDS)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(this::leaderNow, id -> id > 0);
    }

    boolean hasLeader() {
        return leaderNow() > 0;
    }

    private int leaderNow() {
        return running.entrySet().stream()
                .filter(entry -> entry.getValue().node().leading())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(0);
    }

    int follower() {
        int leader = leader();
        return running.keySet().stream().filter(id -> id != leader).findFirst().orElseThrow();
    }

    MetadataNode node(int id) {
        Running found = running.get(id);
        if (found == null) {
            throw new IllegalArgumentException("voter " + id + " is not running");
        }
        return found.node();
    }

    boolean isRunning(int id) {
        return running.containsKey(id);
    }

    int peerPort(int id) {
        return voters.get(id - 1).peerPort();
    }

    void kill(int id) {
        Running one = running.remove(id);
        if (one != null) {
            one.node().kill();
            awaitClosed(one.peers().shutdownNow());
        }
    }

    /** The port is free for the next life of the voter. */
    private static void awaitClosed(Server peers) {
        try {
            assertThat(peers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        List.copyOf(running.keySet()).parallelStream().forEach(this::stop);
    }

    private void stop(int id) {
        Running one = running.get(id);
        if (one != null) {
            one.node().kill();
            one.peers().shutdownNow();
        }
    }
}
