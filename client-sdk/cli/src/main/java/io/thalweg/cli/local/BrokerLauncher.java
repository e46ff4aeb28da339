package io.thalweg.cli.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts broker processes from the installation's own launcher and template. */
final class BrokerLauncher {
    private static final Path NEW_SESSION = Path.of("/usr/bin/setsid");

    private final Path launcher;
    private final Path template;

    BrokerLauncher(Path home) {
        this.launcher = home.resolve("deploy/bin/thalweg");
        this.template = home.resolve("deploy/local/broker.properties");
    }

    /** Starts broker {@code id} in the background; its output goes to its log file. It outlives this process. */
    void launch(LocalLayout layout, LocalTopology topology, int id) {
        try {
            Files.createDirectories(layout.folder(id));
            Files.writeString(layout.configFile(id), configuration(layout, topology, id));
            List<String> command = new ArrayList<>();
            if (Files.isExecutable(NEW_SESSION)) {
                // A session of its own, so that an interrupt typed at this terminal does not stop the broker.
                command.add(NEW_SESSION.toString());
            }
            command.addAll(List.of(
                    launcher.toString(),
                    "server",
                    "--config",
                    layout.configFile(id).toString()));
            Process process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(layout.logFile(id).toFile()))
                    .start();
            layout.writeProcess(id, process.toHandle());
        } catch (IOException e) {
            throw LocalFailure.failed(
                    "cannot start broker " + id + ": " + e.getMessage(), "check " + layout.folder(id));
        }
    }

    private String configuration(LocalLayout layout, LocalTopology topology, int id) throws IOException {
        String text = Files.readString(template);
        Map<String, String> values = Map.of(
                "cluster.id", topology.clusterId().toString(),
                "broker.id", Integer.toString(id),
                "data.dir", layout.dataFolder(id).toString(),
                "metadata.voters", topology.voters(),
                "port.client", Integer.toString(topology.clientPort(id)),
                "port.peer", Integer.toString(topology.peerPort(id)),
                "port.raft", Integer.toString(topology.raftPort(id)),
                "port.http", Integer.toString(topology.httpPort(id)));
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue());
        }
        return text;
    }

    /** Whether the process was gone within the limit. */
    static boolean awaitExit(ProcessHandle process, Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
