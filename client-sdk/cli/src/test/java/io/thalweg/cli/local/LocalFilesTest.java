package io.thalweg.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.cli.terminal.CommandFailure;
import io.thalweg.cli.terminal.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalFilesTest {
    private static final UUID ID = new UUID(1, 2);

    @TempDir
    private Path folder;

    @Test
    void shouldSpreadThePortsOfTheBrokers() {
        var topology = LocalTopology.of(ID, 3, 7400);

        assertThat(topology.voters()).isEqualTo("1@127.0.0.1:7401:7402,2@127.0.0.1:7501:7502,3@127.0.0.1:7601:7602");
        assertThat(topology.brokers(new LocalLayout(folder)))
                .extracting(LocalBroker::client)
                .containsExactly("127.0.0.1:7400", "127.0.0.1:7500", "127.0.0.1:7600");
    }

    @Test
    void shouldHaveAnOddNumberOfVoters() {
        assertThat(LocalTopology.of(ID, 1, 7400).voters().split(",")).hasSize(1);
        assertThat(LocalTopology.of(ID, 4, 7400).voters().split(",")).hasSize(3);
        assertThat(LocalTopology.of(ID, 9, 7400).voters().split(",")).hasSize(5);
    }

    @Test
    void shouldRefuseWrongNumbers() {
        assertThatThrownBy(() -> LocalTopology.of(ID, 10, 7400)).isInstanceOf(CommandFailure.class);
        assertThatThrownBy(() -> LocalTopology.of(ID, 3, 80)).isInstanceOf(CommandFailure.class);
    }

    @Test
    void shouldFindItsTopologyAgain() {
        // given
        var layout = new LocalLayout(folder);
        var topology = LocalTopology.of(ID, 2, 21_000);

        // when
        layout.write(topology);

        // then
        assertThat(layout.readExisting()).isEqualTo(topology);
    }

    @Test
    void shouldSayThatThereIsNoCluster() {
        assertThatThrownBy(() -> new LocalCluster(folder, folder).status())
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.NOT_FOUND));
    }

    @Test
    void shouldTellALiveProcessFromALaterUserOfItsNumber() throws IOException {
        // given
        var layout = new LocalLayout(folder);
        Files.createDirectories(layout.folder(1));
        layout.writeProcess(1, ProcessHandle.current());
        Files.createDirectories(layout.folder(2));
        Files.writeString(
                layout.folder(2).resolve("process"), ProcessHandle.current().pid() + "\n1970-01-01T00:00:00Z\n");

        // when, then
        assertThat(layout.process(1)).isEqualTo(ProcessHandle.current());
        assertThat(layout.process(2)).isNull();
        assertThat(layout.process(3)).isNull();
    }

    @Test
    void shouldNameThePortThatIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // given
            var topology = LocalTopology.of(ID, 1, Math.min(taken.getLocalPort(), 64_000));
            LocalBroker broker = topology.brokers(new LocalLayout(folder)).get(0);

            // when, then
            if (taken.getLocalPort() == topology.clientPort(1)) {
                assertThatThrownBy(() -> PortCheck.requireFree(topology, broker))
                        .isInstanceOf(CommandFailure.class)
                        .hasMessageContaining("port " + taken.getLocalPort() + " of broker 1 is in use");
            }
        }
    }

    @Test
    void shouldRefuseAnotherShapeOfAClusterThatExists() {
        // given
        new LocalLayout(folder).write(LocalTopology.of(ID, 3, 21_000));
        var cluster = new LocalCluster(folder, folder);

        // when, then
        assertThatThrownBy(() -> cluster.up(5, null, broker -> {}))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("a cluster of 3 brokers from port 21000 is already in this folder");
    }
}
