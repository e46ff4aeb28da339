package io.thalweg.cli.local;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Waits for a broker's own word that it serves. */
final class Readiness {
    private static final int REQUEST_LIMIT_MILLIS = 1_000;
    private static final long POLL_MILLIS = 25;
    private static final int LOG_LINES = 8;

    private Readiness() {}

    static void await(LocalLayout layout, LocalBroker broker, Duration limit) {
        ProcessHandle process = broker.requireProcess();
        long deadline = System.nanoTime() + limit.toNanos();
        while (!ready(broker)) {
            // Waiting for the exit is the pause between two questions, and notices a death at once.
            if (BrokerLauncher.awaitExit(process, Duration.ofMillis(POLL_MILLIS))) {
                throw LocalFailure.failed(
                        "broker " + broker.id() + " stopped while it started:\n" + tail(layout.logFile(broker.id())),
                        "the whole log is " + layout.logFile(broker.id()));
            }
            if (System.nanoTime() > deadline) {
                throw LocalFailure.failed(
                        "broker " + broker.id() + " was not ready within " + limit.toSeconds() + " s:\n"
                                + tail(layout.logFile(broker.id())),
                        "the whole log is " + layout.logFile(broker.id()));
            }
        }
    }

    private static boolean ready(LocalBroker broker) {
        try {
            var connection = (HttpURLConnection) URI.create("http://" + broker.http() + "/health/ready")
                    .toURL()
                    .openConnection();
            connection.setConnectTimeout(REQUEST_LIMIT_MILLIS);
            connection.setReadTimeout(REQUEST_LIMIT_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    private static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
