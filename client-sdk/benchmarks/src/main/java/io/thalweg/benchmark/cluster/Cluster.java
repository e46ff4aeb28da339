package io.thalweg.benchmark.cluster;

import io.thalweg.benchmark.load.LoadProcess;
import io.thalweg.benchmark.load.Metric;
import io.thalweg.benchmark.load.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Three brokers of a system on loopback. Nothing is left running once it is closed. Used by one thread. */
public final class Cluster implements AutoCloseable {
    private final SystemUnderTest system;
    private final Site site;
    private final Ports ports;
    private final Map<Integer, ServerProcess> brokers = new TreeMap<>();
    private final Set<Integer> killed = new HashSet<>();
    private final Thread end = new Thread(this::kill, "cluster-end");

    private Cluster(SystemUnderTest system, Site site, Ports ports) {
        this.system = system;
        this.site = site;
        this.ports = ports;
    }

    /** Starts the brokers with empty data folders; the load generator waits until they serve. */
    public static Cluster start(SystemUnderTest system, Site site) throws IOException, InterruptedException {
        Cluster cluster = new Cluster(system, site, Ports.free(system.portsPerBroker()));
        system.prepare(site, cluster.ports);
        Runtime.getRuntime().addShutdownHook(cluster.end);
        for (int id = 1; id <= Site.BROKERS; id++) {
            Path log = site.broker(id).resolve("server.log");
            cluster.brokers.put(id, ServerProcess.start(system.broker(site, id), log));
        }
        return cluster;
    }

    /**
     * Runs a load generator to its end.
     *
     * @param limitSeconds after which it is killed
     * @throws IOException if it failed; the message says what it printed last
     */
    public Map<Metric, Double> run(Workload workload, int limitSeconds) throws IOException, InterruptedException {
        Process load = new ProcessBuilder(loadCommand(workload))
                .redirectErrorStream(true)
                .start();
        Thread watchdog = new Thread(() -> kill(load, limitSeconds), "load-limit");
        watchdog.start();
        Answers answers = new Answers();
        try (BufferedReader said = load.inputReader(StandardCharsets.UTF_8);
                OutputStream told = load.getOutputStream()) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                answers.take(line, told);
            }
            int code = load.waitFor();
            if (code != 0) {
                throw new IOException("the load generator ended with " + code + " after saying:\n" + answers.text());
            }
        } finally {
            load.destroyForcibly();
            watchdog.interrupt();
        }
        for (Map.Entry<Integer, ServerProcess> broker : brokers.entrySet()) {
            if (!broker.getValue().isAlive() && !killed.contains(broker.getKey())) {
                throw new IOException("broker " + broker.getKey() + " died; see its server.log in " + site.folder());
            }
        }
        return answers.results;
    }

    private static void kill(Process load, int limitSeconds) {
        try {
            if (!load.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                load.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> loadCommand(Workload workload) {
        List<String> command = new ArrayList<>();
        command.add(site.java());
        command.addAll(site.heapOptions());
        command.addAll(site.compilerOptions());
        command.add("-XX:+UseG1GC");
        command.addAll(system.load(site));
        command.addAll(workload.words());
        command.add(LoadProcess.BOOTSTRAP + ports.bootstrap());
        command.add(LoadProcess.BROKERS
                + brokers.entrySet().stream()
                        .map(broker -> broker.getKey() + ":" + broker.getValue().pid())
                        .collect(Collectors.joining(",")));
        return command;
    }

    private void kill() {
        brokers.values().forEach(ServerProcess::kill);
    }

    /** Kills the brokers; their files stay. */
    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(end);
    }

    /** What a load generator says. */
    private final class Answers {
        private static final int KEPT = 200;
        /** A load generator that logs what it does is slower than its system. */
        private static final int MOST_LINES = 10_000;

        private final Map<Metric, Double> results = new EnumMap<>(Metric.class);
        private final List<String> lines = new ArrayList<>();
        private int otherLines;

        void take(String line, OutputStream told) throws IOException {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case LoadProcess.RESULT -> results.put(Metric.valueOf(words[1]), Double.valueOf(words[2]));
                case LoadProcess.KILL -> {
                    killed.add(Integer.valueOf(words[1]));
                    broker(words[1]).kill();
                }
                case LoadProcess.RESTART -> {
                    ServerProcess broker = broker(words[1]);
                    broker.kill();
                    broker.restart();
                    told.write('\n');
                    told.flush();
                }
                default -> {
                    otherLines++;
                    if (otherLines > MOST_LINES) {
                        throw new IOException(
                                "the load generator logs so much that its figures mean nothing; it says:\n" + text());
                    }
                    if (lines.size() < KEPT) {
                        lines.add(line);
                    }
                }
            }
        }

        private ServerProcess broker(String id) {
            ServerProcess broker = brokers.get(Integer.valueOf(id));
            if (broker == null) {
                throw new IllegalStateException("there is no broker " + id);
            }
            return broker;
        }

        String text() {
            return String.join("\n", lines);
        }
    }
}
