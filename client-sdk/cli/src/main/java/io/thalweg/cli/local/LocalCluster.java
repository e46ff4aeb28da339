package io.thalweg.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Brokers as processes on loopback, all of whose files are in one folder: {@code cluster.properties} and, per broker,
 * {@code broker-N/} with its configuration, data, log and process id. Every call reads the state from the folder, so
 * it may be made by another process than the one that started the cluster. Not thread-safe.
 */
public final class LocalCluster {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final LocalLayout layout;
    private final BrokerLauncher launcher;

    /**
     * @param directory where the cluster is, or will be
     * @param home root of the installation: {@code deploy/bin/thalweg} and {@code deploy/local} are below it
     */
    public LocalCluster(Path directory, Path home) {
        this.layout = new LocalLayout(directory.toAbsolutePath().normalize());
        this.launcher = new BrokerLauncher(home);
    }

    /**
     * Starts the cluster, creating it the first time, and returns when every broker is ready.
     *
     * @param brokers number of brokers, 1 to 9; must match a cluster that exists
     * @param basePort client port of broker 1; broker 2 has 100 more, and so on
     * @param progress is told when a broker is ready
     * @throws LocalClusterException if a broker does not get ready; says why and what to try
     */
    public List<LocalBroker> up(int brokers, int basePort, Consumer<LocalBroker> progress) {
        LocalTopology topology = layout.exists()
                ? sameShape(layout.read(), brokers, basePort)
                : LocalTopology.of(UUID.randomUUID(), brokers, basePort);
        List<LocalBroker> stopped = topology.brokers(layout).stream()
                .filter(broker -> !broker.running())
                .toList();
        stopped.forEach(broker -> PortCheck.requireFree(topology, broker));
        layout.write(topology);
        for (LocalBroker broker : stopped) {
            launcher.launch(layout, topology, broker.id());
        }
        topology.brokers(layout).forEach(broker -> {
            Readiness.await(layout, broker, START_LIMIT);
            progress.accept(broker);
        });
        return status();
    }

    private static LocalTopology sameShape(LocalTopology existing, int brokers, int basePort) {
        if (existing.brokerCount() != brokers || existing.basePort() != basePort) {
            throw new LocalClusterException(
                    "a cluster of " + existing.brokerCount() + " brokers from port " + existing.basePort()
                            + " is already in this folder",
                    "use the same numbers, another --dir, or delete the folder after `thalweg local down`");
        }
        return existing;
    }

    /** Every broker with its process, in order of ids. */
    public List<LocalBroker> status() {
        return layout.readExisting().brokers(layout);
    }

    /** Stops every broker with SIGTERM, after 30 s with SIGKILL; the data stays. */
    public void down() {
        List<LocalBroker> running = new ArrayList<>(status());
        running.removeIf(broker -> !broker.running());
        running.forEach(broker -> broker.requireProcess().destroy());
        for (LocalBroker broker : running) {
            if (!BrokerLauncher.awaitExit(broker.requireProcess(), STOP_LIMIT)) {
                broker.requireProcess().destroyForcibly();
                BrokerLauncher.awaitExit(broker.requireProcess(), STOP_LIMIT);
            }
        }
    }

    /** Kills one broker with SIGKILL, as a crash would, and returns when the process is gone. */
    public LocalBroker kill(int id) {
        LocalBroker broker = running(id);
        broker.requireProcess().destroyForcibly();
        BrokerLauncher.awaitExit(broker.requireProcess(), STOP_LIMIT);
        return broker(id);
    }

    /** Stops one broker with SIGTERM: it hands over its leaders first. Returns when the process is gone. */
    public LocalBroker stop(int id) {
        LocalBroker broker = running(id);
        broker.requireProcess().destroy();
        if (!BrokerLauncher.awaitExit(broker.requireProcess(), STOP_LIMIT)) {
            throw new LocalClusterException(
                    "broker " + id + " still runs after " + STOP_LIMIT.toSeconds() + " s",
                    "see " + layout.logFile(id) + ", or `thalweg local kill " + id + "`");
        }
        return broker(id);
    }

    /** Starts one stopped broker and returns when it is ready. */
    public LocalBroker start(int id) {
        LocalBroker broker = broker(id);
        if (broker.running()) {
            return broker;
        }
        LocalTopology topology = layout.readExisting();
        PortCheck.requireFree(topology, broker);
        launcher.launch(layout, topology, id);
        Readiness.await(layout, broker(id), START_LIMIT);
        return broker(id);
    }

    /** Deletes the whole folder of a cluster that is down. */
    public void delete() {
        if (!layout.exists()) {
            return;
        }
        if (status().stream().anyMatch(LocalBroker::running)) {
            throw new LocalClusterException("brokers are still running", "`thalweg local down` first");
        }
        try (var files = Files.walk(layout.root())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new LocalClusterException("could not delete " + layout.root() + ": " + e, "check its permissions");
        }
    }

    private LocalBroker running(int id) {
        LocalBroker broker = broker(id);
        if (!broker.running()) {
            throw new LocalClusterException("broker " + id + " is not running", "`thalweg local status` shows who is");
        }
        return broker;
    }

    private LocalBroker broker(int id) {
        LocalTopology topology = layout.readExisting();
        if (id < 1 || id > topology.brokerCount()) {
            String known = String.join(
                    ", ",
                    IntStream.rangeClosed(1, topology.brokerCount())
                            .mapToObj(Integer::toString)
                            .toList());
            throw new LocalClusterException("there is no broker " + id, "the brokers are " + known);
        }
        return topology.brokers(layout).get(id - 1);
    }
}
