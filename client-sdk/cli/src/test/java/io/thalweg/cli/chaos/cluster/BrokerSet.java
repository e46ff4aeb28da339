package io.thalweg.cli.chaos.cluster;

import io.thalweg.cli.chaos.disk.BrokerDisk;
import io.thalweg.cli.chaos.disk.Shim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Some brokers, each a process of the distribution, that are also the voters. */
public final class BrokerSet implements AutoCloseable {
    /** How many there usually are. */
    public static final int SIZE = 3;

    private static final int PORTS = 4;

    private final int size;
    private final Network network;
    private final String sessionTimeout;
    private final List<Integer> ports;
    private final List<BrokerProcess> brokers;
    private boolean disks;

    private BrokerSet(Path home, Path folder, String sessionTimeout, int size) {
        this.size = size;
        this.sessionTimeout = sessionTimeout;
        this.network = Network.best(size);
        this.ports = freePorts(size * PORTS);
        String cluster = UUID.randomUUID().toString();
        this.brokers = IntStream.rangeClosed(1, size)
                .mapToObj(id -> new BrokerProcess(
                        id,
                        home,
                        folder.resolve("broker-" + id),
                        network.inside(id),
                        settings(id, cluster, folder.resolve("broker-" + id + "/data"))))
                .toList();
    }

    /**
     * Makes them; {@link #heal} starts them. They do not outlive this process.
     *
     * @param home root of the checkout that holds {@code deploy/bin/thalweg}
     * @param folder where they keep configuration, log and data
     */
    public static BrokerSet of(Path home, Path folder, String sessionTimeout) {
        return of(home, folder, sessionTimeout, SIZE);
    }

    /** As {@link #of(Path, Path, String)}, with another number of them. */
    public static BrokerSet of(Path home, Path folder, String sessionTimeout, int size) {
        BrokerSet brokers = new BrokerSet(home, folder, sessionTimeout, size);
        Runtime.getRuntime().addShutdownHook(new Thread(brokers::close, "chaos-end"));
        return brokers;
    }

    /** Puts a disk that can fail under each of them. Before their first start. */
    public BrokerSet onDisks(Shim shim) {
        for (BrokerProcess broker : brokers) {
            Path folder = broker.data().resolveSibling("disk");
            broker.use(new BrokerDisk(shim, broker.data(), folder));
        }
        disks = true;
        return this;
    }

    /** Whether the disks of all can fail. */
    public boolean hasDisks() {
        return disks;
    }

    private static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int index = 0; index < count; index++) {
                sockets.add(reserve());
            }
            List<Integer> free =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return free;
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

    private Map<String, String> settings(int id, String cluster, Path data) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("cluster.id", cluster);
        settings.put("broker.id", Integer.toString(id));
        settings.put("data.dir", data.toString());
        settings.put(
                "metadata.voters",
                IntStream.rangeClosed(1, size)
                        .mapToObj(voter ->
                                voter + "@" + network.host(voter) + ":" + port(voter, 1) + ":" + port(voter, 2))
                        .collect(Collectors.joining(",")));
        settings.put("listener.client.bind", address(id, 0));
        settings.put("listener.peer.bind", address(id, 1));
        settings.put("listener.raft.bind", address(id, 2));
        settings.put("http.bind", address(id, 3));
        settings.put("session.timeout", sessionTimeout);
        settings.put("shutdown.timeout", "10s");
        return settings;
    }

    private int port(int broker, int kind) {
        return ports.get((broker - 1) * PORTS + kind);
    }

    private String address(int broker, int kind) {
        return network.host(broker) + ":" + port(broker, kind);
    }

    /** Addresses of all, for clients. */
    public String bootstrap() {
        return IntStream.rangeClosed(1, size).mapToObj(id -> address(id, 0)).collect(Collectors.joining(","));
    }

    public List<BrokerProcess> all() {
        return brokers;
    }

    public BrokerProcess broker(int id) {
        return brokers.get(id - 1);
    }

    public boolean canCut() {
        return network.canCut();
    }

    /** See {@link Network#cut}. */
    public void cut(BrokerProcess broker) {
        network.cut(broker.id());
    }

    /** See {@link Network#cutFromBrokers}. */
    public void cutFromBrokers(BrokerProcess broker) {
        network.cutFromBrokers(broker.id());
    }

    /** Ends every fault: all run, connected. */
    public void heal() {
        for (BrokerProcess broker : brokers) {
            network.mend(broker.id());
            broker.mendDisk();
            broker.resume();
            broker.start();
        }
    }

    public boolean areReady() {
        return brokers.stream().allMatch(BrokerProcess::isReady);
    }

    /** What the logs of all tell of defects. */
    public List<String> alarms() {
        return brokers.stream().flatMap(broker -> broker.alarms().stream()).toList();
    }

    /** Kills all; their files stay. */
    @Override
    public void close() {
        brokers.forEach(BrokerProcess::kill);
        network.close();
    }
}
