package io.thalweg.cli;

import io.thalweg.broker.app.BrokerNode;
import io.thalweg.broker.app.StartRefusal;
import io.thalweg.broker.app.settings.ServerSettings;
import io.thalweg.broker.app.settings.SettingsException;
import io.thalweg.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Loads the classes that brokers and commands need, by using them: three brokers in this JVM on free loopback ports, a
 * topic, records in and out, a group. The build runs it under {@code -XX:ArchiveClassesAtExit}; the launcher starts
 * every JVM with that archive, which halves the time until a broker serves.
 */
final class StartupTraining {
    private static final int BROKERS = 3;
    private static final int PORTS_EACH = 3;
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration LONGEST_STEP = Duration.ofSeconds(60);

    private final Path folder;
    private final List<Integer> ports;

    private StartupTraining(Path folder, List<Integer> ports) {
        this.folder = folder;
        this.ports = ports;
    }

    /** Ends with exit code 0, or fails with what went wrong. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("thalweg-training");
        try {
            new StartupTraining(folder, freePorts(BROKERS * PORTS_EACH)).run();
        } finally {
            delete(folder);
        }
        // Threads of libraries may linger; the archive is written on the way out.
        System.exit(0);
    }

    private void run() throws Exception {
        List<BrokerNode> brokers = new ArrayList<>();
        try {
            for (int id = 1; id <= BROKERS; id++) {
                brokers.add(start(id));
            }
            for (BrokerNode broker : brokers) {
                broker.ready().get(LONGEST_STEP.toMillis(), TimeUnit.MILLISECONDS);
            }
            useThem();
        } finally {
            for (BrokerNode broker : brokers) {
                broker.stop(LONGEST_STEP);
            }
        }
    }

    private BrokerNode start(int id) throws SettingsException, StartRefusal {
        Map<String, String> settings = Map.of(
                "cluster.id",
                "0d1f1c9e-52a0-4b6e-8a55-7a0c0d9f3b11",
                "broker.id",
                Integer.toString(id),
                "data.dir",
                folder.resolve("broker-" + id).toString(),
                "metadata.voters",
                IntStream.rangeClosed(1, BROKERS)
                        .mapToObj(voter -> voter + "@" + LOOPBACK + ":" + port(voter, 1) + ":" + port(voter, 2))
                        .collect(Collectors.joining(",")),
                "listener.client.bind",
                LOOPBACK + ":" + port(id, 0),
                "listener.peer.bind",
                LOOPBACK + ":" + port(id, 1),
                "listener.raft.bind",
                LOOPBACK + ":" + port(id, 2),
                "http.bind",
                LOOPBACK + ":0");
        return BrokerNode.start(ServerSettings.of(settings), fault -> {});
    }

    private void useThem() {
        String lines = IntStream.range(0, 200)
                .mapToObj(i -> "key-" + i % 20 + "\tvalue " + i + "\n")
                .collect(Collectors.joining());
        command("", List.of("server", "--help"));
        clientCommand("", "topic", "create", "training", "--partitions", "3", "--replicas", "3");
        clientCommand(lines, "produce", "training", "--key-separator", "\t");
        clientCommand("", "consume", "training", "--group", "training", "--until-end");
        clientCommand("", "consume", "training", "--from", "earliest", "--until-end", "--output", "json");
        clientCommand("", "group", "describe", "training");
        clientCommand("", "topic", "describe", "training", "--output", "json");
        clientCommand("", "cluster", "status");
        clientCommand("", "bench", "produce", "--topic", "training", "--records", "2000", "--output", "json");
    }

    private void clientCommand(String input, String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--bootstrap", LOOPBACK + ":" + port(1, 0)));
        command(input, line);
    }

    private static void command(String input, List<String> line) {
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        var out = new ByteArrayOutputStream();
        var err = new PrintStream(out, true, StandardCharsets.UTF_8);
        int exitCode = Main.run(Terminal.of(in, out, err, false, false), Map.of(), line.toArray(String[]::new));
        if (exitCode != 0) {
            throw new IllegalStateException(
                    String.join(" ", line) + " ended with " + exitCode + ": " + out.toString(StandardCharsets.UTF_8));
        }
    }

    private int port(int broker, int which) {
        return ports.get((broker - 1) * PORTS_EACH + which);
    }

    /**
     * Ports that are free, all different, and below the range from which outgoing connections get theirs: none of those can
     * take the port of a broker that is down for a moment.
     */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(reserve());
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
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

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
