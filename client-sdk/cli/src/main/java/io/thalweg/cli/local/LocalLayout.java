package io.thalweg.cli.local;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the files of a local cluster are, and how its state is read from them. */
final class LocalLayout {
    private static final String FILE = "cluster.properties";

    private final Path root;

    LocalLayout(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    Path folder(int id) {
        return root.resolve("broker-" + id);
    }

    Path configFile(int id) {
        return folder(id).resolve("broker.properties");
    }

    Path dataFolder(int id) {
        return folder(id).resolve("data");
    }

    Path logFile(int id) {
        return folder(id).resolve("server.log");
    }

    private Path processFile(int id) {
        return folder(id).resolve("process");
    }

    boolean exists() {
        return Files.exists(root.resolve(FILE));
    }

    LocalTopology readExisting() {
        if (!exists()) {
            throw LocalFailure.notFound(
                    "there is no local cluster in " + root, "`thalweg local up` makes one, --dir names another folder");
        }
        return read();
    }

    LocalTopology read() {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(root.resolve(FILE), StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return LocalTopology.of(
                UUID.fromString(properties.getProperty("cluster.id")),
                Integer.parseInt(properties.getProperty("brokers")),
                Integer.parseInt(properties.getProperty("base.port")));
    }

    void write(LocalTopology topology) {
        var properties = new Properties();
        properties.setProperty("cluster.id", topology.clusterId().toString());
        properties.setProperty("brokers", Integer.toString(topology.brokerCount()));
        properties.setProperty("base.port", Integer.toString(topology.basePort()));
        var text = new StringWriter();
        try {
            properties.store(text, "Written by `thalweg local up`.");
            Files.createDirectories(root);
            Files.writeString(root.resolve(FILE), text.toString());
        } catch (IOException e) {
            throw LocalFailure.failed("cannot write " + root + ": " + e.getMessage(), "choose another --dir");
        }
    }

    void writeProcess(int id, ProcessHandle process) throws IOException {
        Files.writeString(processFile(id), process.pid() + "\n" + startOf(process) + "\n");
    }

    /** The live process that was started last for this broker; the start time tells it from a later user of its number. */
    @Nullable
    ProcessHandle process(int id) {
        Path file = processFile(id);
        if (!Files.exists(file)) {
            return null;
        }
        try {
            List<String> lines = Files.readAllLines(file);
            long pid = Long.parseLong(lines.get(0));
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> startOf(process).equals(lines.get(1)))
                    .orElse(null);
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            throw LocalFailure.failed(
                    "cannot read " + file + ": " + e, "end that broker by hand, then delete the file");
        }
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }
}
