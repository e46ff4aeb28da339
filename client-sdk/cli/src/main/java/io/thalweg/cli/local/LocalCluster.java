package io.thalweg.cli.local;

import io.thalweg.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Brokers as processes on loopback, all of whose files are in one folder: {@code cluster.properties} and, per broker,
 * {@code broker-N/} with its configuration, data, log and process id. Every call reads the state from the folder, so
 * it may be made by another process than the one that started the cluster. Not thread-safe.
 */
public final class LocalCluster {
    /** Brokers of a cluster that is made without a number. */
    public static final int DEFAULT_BROKERS = 3;
    /** Client port of the first broker of a cluster that is made without one. */
    public static final int DEFAULT_BASE_PORT = 7400;

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
     * Starts the cluster, creating it the first time, and returns when every broker is ready. When one does not get
     * ready, those that this call started are stopped again.
     *
     * @param brokers number of brokers, 1 to 9; null for that of the cluster that exists, or 3
     * @param basePort client port of broker 1; broker 2 has 100 more, and so on; 0 for a free one, 7400 if it is free;
     *     null for that of the cluster that exists, or 7400
     * @param progress is told when a broker is ready
     * @throws CommandFailure if a broker does not get ready; says why and what to try
     */
    public List<LocalBroker> up(@Nullable Integer brokers, @Nullable Integer basePort, Consumer<LocalBroker> progress) {
        LocalTopology topology =
                layout.exists() ? sameShape(layout.read(), brokers, basePort) : newShape(brokers, basePort);
        List<LocalBroker> stopped = topology.brokers(layout).stream()
                .filter(broker -> !broker.running())
                .toList();
        stopped.forEach(broker -> PortCheck.requireFree(topology, broker));
        layout.write(topology);
        try {
            for (LocalBroker broker : stopped) {
                launcher.launch(layout, topology, broker.id());
            }
            topology.brokers(layout).forEach(broker -> {
                Readiness.await(layout, broker, START_LIMIT);
                progress.accept(broker);
            });
        } catch (CommandFailure e) {
            stopped.forEach(broker -> stopAgain(broker.id()));
            throw e;
        }
        return status();
    }

    private void stopAgain(int id) {
        ProcessHandle process = layout.process(id);
        if (process != null) {
            process.destroyForcibly();
            BrokerLauncher.awaitExit(process, STOP_LIMIT);
        }
    }

    private LocalTopology newShape(@Nullable Integer brokers, @Nullable Integer basePort) {
        int count = brokers == null ? DEFAULT_BROKERS : brokers;
        int base = basePort == null ? DEFAULT_BASE_PORT : basePort;
        return LocalTopology.of(UUID.randomUUID(), count, base == 0 ? PortCheck.freeBasePort(layout, count) : base);
    }

    private static LocalTopology sameShape(
            LocalTopology existing, @Nullable Integer brokers, @Nullable Integer basePort) {
        boolean otherCount = brokers != null && brokers != existing.brokerCount();
        boolean otherPorts = basePort != null && basePort != 0 && basePort != existing.basePort();
        if (otherCount || otherPorts) {
            throw LocalFailure.refused(
                    "OTHER_CLUSTER",
                    "a cluster of " + existing.brokerCount() + " brokers from port " + existing.basePort()
                            + " is already in this folder",
                    "use the same numbers or none, another --dir, or delete the folder after `thalweg local down`");
        }
        return existing;
    }

    /** Every broker with its process, in order of ids. */
    public List<LocalBroker> status() {
        return layout.readExisting().brokers(layout);
    }

    /** Addresses of all brokers for clients: {@code HOST:PORT,…}. */
    public String bootstrap() {
        return status().stream().map(LocalBroker::client).collect(Collectors.joining(","));
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
            throw LocalFailure.failed(
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
            throw LocalFailure.refused("STILL_RUNNING", "brokers are still running", "`thalweg local down` first");
        }
        try (var files = Files.walk(layout.root())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw LocalFailure.failed("could not delete " + layout.root() + ": " + e, "check its permissions");
        }
    }

    private LocalBroker running(int id) {
        LocalBroker broker = broker(id);
        if (!broker.running()) {
            throw LocalFailure.refused(
                    "NOT_RUNNING", "broker " + id + " is not running", "`thalweg local status` shows who is");
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
            throw LocalFailure.notFound("there is no broker " + id, "the brokers are " + known);
        }
        return topology.brokers(layout).get(id - 1);
    }
}
