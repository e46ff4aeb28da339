package io.thalweg.broker.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as the operator meets it: a process with a log, messages and exit codes. */
class ServerProcessIT {

    private static final int SECONDS = 60;

    @TempDir
    private Path folder;

    @Test
    void shouldSayReadyAndExitWithZeroWhenToldToStop() throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Process server = start(TestCluster.unstarted(folder, 1).settings(1), log);

        Awaitility.await()
                .atMost(SECONDS, TimeUnit.SECONDS)
                .until(() -> Files.readString(log).contains("ready: broker 1 client=127.0.0.1:"));
        server.destroy();

        assertThat(server.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isZero();
        assertThat(Files.readString(log)).contains("stopped: broker 1");
    }

    @Test
    void shouldExplainAPortInUseInThreeLines() throws IOException, InterruptedException {
        try (TestCluster running = TestCluster.start(folder, 1)) {
            Map<String, String> settings = running.settings(1);
            settings.put("data.dir", folder.resolve("other").toString());
            Path log = folder.resolve("log");

            Process second = start(settings, log);

            assertThat(second.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(ServerMain.REFUSED);
            assertThat(Files.readString(log))
                    .contains("thalweg: Cannot listen on", "why: Address already in use", "try: Stop the process");
        }
    }

    private static Process start(Map<String, String> settings, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ServerMain.class.getName()));
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
