package io.thalweg.broker.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.proto.v1.AdminServiceGrpc;
import io.thalweg.proto.v1.DecommissionBrokerRequest;
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

    @Test
    void shouldStopInOrderWhenTheClusterDoesWithoutItAndRefuseToComeBack() throws IOException, InterruptedException {
        try (TestCluster running = TestCluster.start(folder, 1)) {
            Map<String, String> settings = running.settings(1);
            settings.put("broker.id", "2");
            settings.put("data.dir", folder.resolve("second").toString());
            settings.put("listener.client.bind", "127.0.0.1:0");
            settings.put("listener.peer.bind", "127.0.0.1:0");
            settings.remove("listener.raft.bind");
            Path log = folder.resolve("log");
            Process second = start(settings, log);
            Awaitility.await()
                    .atMost(SECONDS, TimeUnit.SECONDS)
                    .until(() -> Files.readString(log).contains("ready: broker 2"));

            decommission(running, 2);

            assertThat(second.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(ServerMain.REFUSED);
            assertThat(Files.readString(log))
                    .contains("leaving: broker 2: broker 2 was removed from the cluster", "stopped: broker 2")
                    .contains("thalweg: The cluster refuses this broker (BROKER_REMOVED)", "empty data folder")
                    .doesNotContain("ERROR");

            Path again = folder.resolve("again");
            Process third = start(settings, again);
            assertThat(third.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(third.exitValue()).isEqualTo(ServerMain.REFUSED);
            assertThat(Files.readString(again)).contains("BROKER_REMOVED", "broker 2 was removed from the cluster");
        }
    }

    private static void decommission(TestCluster cluster, int broker) {
        DecommissionBrokerRequest request =
                DecommissionBrokerRequest.newBuilder().setBrokerId(broker).build();
        Awaitility.await()
                .atMost(SECONDS, TimeUnit.SECONDS)
                .until(() -> AdminServiceGrpc.newBlockingStub(cluster.channel(1))
                        .decommissionBroker(request)
                        .getRemoved());
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
