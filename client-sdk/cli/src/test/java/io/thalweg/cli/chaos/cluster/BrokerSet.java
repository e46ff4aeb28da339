package io.thalweg.cli.chaos.cluster;

import io.thalweg.cli.chaos.disk.BrokerDisk;
import io.thalweg.cli.chaos.disk.Shim;
import io.thalweg.cli.chaos.network.Cuts;
import io.thalweg.cli.chaos.network.Direction;
import io.thalweg.cli.chaos.network.Listener;
import io.thalweg.cli.chaos.network.Network;
import io.thalweg.cli.chaos.network.NetworkKind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Some brokers, each a process of the distribution, that are also the voters. */
public final class BrokerSet implements AutoCloseable {
    /** How many there usually are. */
    public static final int SIZE = 3;

    private final int size;
    private final Network network;
    private final String sessionTimeout;
    private final Cuts cuts;
    private final List<BrokerProcess> brokers;
    private boolean disks;

    private BrokerSet(Path home, Path folder, String sessionTimeout, int size, NetworkKind kind) {
        this.size = size;
        this.sessionTimeout = sessionTimeout;
        this.network = kind.create(size, this::processes);
        this.cuts = new Cuts(size);
        String cluster = UUID.randomUUID().toString();
        this.brokers = IntStream.rangeClosed(1, size)
                .mapToObj(id -> new BrokerProcess(
                        id,
                        home,
                        folder.resolve("broker-" + id),
                        network.inside(id),
                        settings(id, cluster, folder.resolve("broker-" + id + "/data")),
                        network.dialled(id, Listener.HTTP)))
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
        return of(home, folder, sessionTimeout, size, NetworkKind.best());
    }

    /** As {@link #of(Path, Path, String, int)}, on a certain network, which must be possible here. */
    public static BrokerSet of(Path home, Path folder, String sessionTimeout, int size, NetworkKind kind) {
        BrokerSet brokers = new BrokerSet(home, folder, sessionTimeout, size, kind);
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

    private Map<String, String> settings(int id, String cluster, Path data) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("cluster.id", cluster);
        settings.put("broker.id", Integer.toString(id));
        settings.put("data.dir", data.toString());
        settings.put(
                "metadata.voters",
                IntStream.rangeClosed(1, size).mapToObj(this::voter).collect(Collectors.joining(",")));
        settings.put("listener.client.bind", bound(id, Listener.CLIENT));
        settings.put("listener.client.advertised", dialled(id, Listener.CLIENT));
        settings.put("listener.peer.bind", bound(id, Listener.PEER));
        settings.put("listener.peer.advertised", dialled(id, Listener.PEER));
        settings.put("listener.raft.bind", bound(id, Listener.RAFT));
        settings.put("http.bind", bound(id, Listener.HTTP));
        settings.put("session.timeout", sessionTimeout);
        settings.put("shutdown.timeout", "10s");
        return settings;
    }

    private String voter(int id) {
        return id + "@" + dialled(id, Listener.PEER) + ":"
                + network.dialled(id, Listener.RAFT).port();
    }

    private String bound(int broker, Listener listener) {
        return network.bound(broker, listener).toString();
    }

    private String dialled(int broker, Listener listener) {
        return network.dialled(broker, listener).toString();
    }

    private Map<Long, Integer> processes() {
        Map<Long, Integer> processes = new TreeMap<>();
        brokers.forEach(broker -> broker.process().ifPresent(process -> processes.put(process, broker.id())));
        return processes;
    }

    /** Addresses of all, for clients. */
    public String bootstrap() {
        return IntStream.rangeClosed(1, size)
                .mapToObj(id -> dialled(id, Listener.CLIENT))
                .collect(Collectors.joining(","));
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

    /** Cuts it off from all others and from clients; see {@link Network#lose}. */
    public void cut(BrokerProcess broker, Direction direction) {
        cuts.cut(broker.id(), direction);
        network.lose(cuts.flows());
    }

    /** Cuts it off from all others; clients still reach it. */
    public void cutFromBrokers(BrokerProcess broker, Direction direction) {
        cuts.cutFromBrokers(broker.id(), direction);
        network.lose(cuts.flows());
    }

    /** Ends every fault: all run, connected. */
    public void heal() {
        for (BrokerProcess broker : brokers) {
            cuts.mend(broker.id());
            network.lose(cuts.flows());
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
