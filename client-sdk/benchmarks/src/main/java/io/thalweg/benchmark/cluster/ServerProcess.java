package io.thalweg.benchmark.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A broker as a process of its own. Used by one thread. */
final class ServerProcess {
    private final List<String> command;
    private final Path log;
    private Process process;

    private ServerProcess(List<String> command, Path log) throws IOException {
        this.command = command;
        this.log = log;
        this.process = launch(command, log);
    }

    /** Starts it; does not wait until it serves. */
    static ServerProcess start(List<String> command, Path log) throws IOException {
        return new ServerProcess(List.copyOf(command), log);
    }

    private static Process launch(List<String> command, Path log) throws IOException {
        return new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it with SIGKILL and waits for its end. */
    void kill() {
        process.destroyForcibly();
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts it again after {@link #kill}. */
    void restart() throws IOException {
        process = launch(command, log);
    }
}
