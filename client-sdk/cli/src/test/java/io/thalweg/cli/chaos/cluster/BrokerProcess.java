package io.thalweg.cli.chaos.cluster;

import io.thalweg.cli.chaos.disk.BrokerDisk;
import io.thalweg.cli.chaos.network.Address;
import io.thalweg.cli.chaos.network.Command;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One broker as a process of its own. Used by one thread, but for {@link #process}. */
public final class BrokerProcess {
    private static final Duration LONGEST_STOP = Duration.ofSeconds(40);
    private static final int ASK_MILLIS = 1_000;

    private final int id;
    private final List<String> command;
    private final Path log;
    private final Path data;
    private final Address http;
    private final Map<String, String> environment = new TreeMap<>();
    private @Nullable BrokerDisk disk;
    private volatile @Nullable Process process;
    private boolean paused;
    private long logBegin;

    /** @param http where it is asked how it is */
    BrokerProcess(int id, Path home, Path folder, List<String> inside, Map<String, String> settings, Address http) {
        this.id = id;
        this.log = folder.resolve("server.log");
        this.data = Path.of(settings.getOrDefault("data.dir", ""));
        this.http = http;
        Path config = folder.resolve("broker.properties");
        this.command = new ArrayList<>(inside);
        command.addAll(List.of(home.resolve("deploy/bin/thalweg").toString(), "server", "--config", config.toString()));
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    config,
                    settings.entrySet().stream()
                            .map(setting -> setting.getKey() + " = " + setting.getValue() + "\n")
                            .collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int id() {
        return id;
    }

    public boolean isRunning() {
        Process current = process;
        return current != null && current.isAlive();
    }

    /** The id of its process while it runs. From any thread. */
    OptionalLong process() {
        Process current = process;
        return current != null && current.isAlive() ? OptionalLong.of(current.pid()) : OptionalLong.empty();
    }

    /** Its data folder. */
    public Path data() {
        return data;
    }

    /** Puts a disk under its data folder, before its first start. */
    void use(BrokerDisk newDisk) {
        disk = newDisk;
    }

    /** The disk under its data folder, where {@link BrokerSet#hasDisks} says that there is one. */
    public BrokerDisk disk() {
        return Objects.requireNonNull(disk);
    }

    /** Sets a variable of its environment from the next start on; an empty value takes it out. */
    public void setVariable(String name, String value) {
        environment.put(name, value);
    }

    /** Starts it if it does not run; does not wait until it serves. */
    public void start() {
        if (isRunning()) {
            return;
        }
        try {
            logBegin = Files.exists(log) ? Files.size(log) : 0;
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            if (disk != null) {
                builder.environment().putAll(disk.environment());
            }
            environment.forEach((name, value) -> {
                if (value.isEmpty()) {
                    builder.environment().remove(name);
                } else {
                    builder.environment().put(name, value);
                }
            });
            process = builder.start();
            paused = false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has said since it was started last. */
    public String said() {
        try {
            byte[] all = Files.readAllBytes(log);
            int begin = (int) Math.min(logBegin, all.length);
            return new String(all, begin, all.length - begin, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How it ended; only of one that was started and does not run. */
    public int exitCode() {
        return Objects.requireNonNull(process).exitValue();
    }

    /** Ends it with SIGKILL. */
    public void kill() {
        Process current = process;
        if (current != null) {
            current.destroyForcibly();
            awaitExit(current);
        }
    }

    /** Ends it with SIGTERM; it hands over its leaders first. Returns its exit code. */
    public int stop() {
        Process current = Objects.requireNonNull(process);
        current.destroy();
        if (!awaitExit(current)) {
            throw new IllegalStateException("broker " + id + " still runs after " + LONGEST_STOP + "; see " + log);
        }
        return current.exitValue();
    }

    /** Stops its clock with SIGSTOP. */
    public void pause() {
        signal("STOP");
        paused = true;
    }

    /** Lets a paused one go on. */
    public void resume() {
        if (paused && isRunning()) {
            signal("CONT");
        }
        paused = false;
    }

    private void signal(String name) {
        Command.require(
                "kill",
                "-" + name,
                Long.toString(Objects.requireNonNull(process).pid()));
    }

    private static boolean awaitExit(Process process) {
        try {
            return process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Its own word that it serves and that its replicas have caught up. */
    public boolean isReady() {
        try {
            HttpURLConnection connection = ask("/health/ready");
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    /** Its meters in Prometheus text format. */
    public String metrics() {
        try (InputStream page = ask("/metrics").getInputStream()) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpURLConnection ask(String path) throws IOException {
        var connection =
                (HttpURLConnection) URI.create("http://" + http + path).toURL().openConnection();
        connection.setConnectTimeout(ASK_MILLIS);
        connection.setReadTimeout(ASK_MILLIS);
        return connection;
    }

    /** Ends what ails its disk. */
    void mendDisk() {
        if (disk != null) {
            disk.recover();
        }
    }

    /** Lines of its log that tell of a defect. */
    List<String> alarms() {
        try {
            return Files.exists(log)
                    ? Files.readAllLines(log).stream()
                            .filter(line -> line.contains(" ERROR ") || line.contains("Exception in thread"))
                            .map(line -> this + ": " + line)
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "broker " + id;
    }
}
