package io.thalweg.cli.chaos.network.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SocketOwnersTest {
    private static final long SELF = ProcessHandle.current().pid();

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")), "Linux");
        server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
    }

    @AfterEach
    void end() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void shouldFindTheBrokerWhoseProcessHasTheSocket() throws IOException {
        try (Socket source = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket arrival = server.accept()) {
            assertThat(source.isConnected()).isTrue();

            assertThat(owner(arrival, Map.of(SELF, 3))).isEqualTo(3);
        }
    }

    @Test
    void shouldTakeEveryOtherProcessForAClient() throws IOException {
        try (Socket source = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket arrival = server.accept()) {
            assertThat(source.isConnected()).isTrue();

            assertThat(owner(arrival, Map.of(1L, 1))).isEqualTo(Sources.CLIENTS);
        }
    }

    /** A Java process makes IPv6 sockets, and {@code bash} IPv4 ones: each is in a table of its own. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldTellProcessesApart(int broker) throws IOException {
        Process other = new ProcessBuilder(
                        List.of("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + server.getLocalPort() + "; read -r"))
                .redirectErrorStream(true)
                .start();
        try (Socket arrival = server.accept()) {
            assertThat(owner(arrival, Map.of(SELF, 3 - broker, other.pid(), broker)))
                    .isEqualTo(broker);
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void shouldSayThatWhoeverDialledHasGone() throws IOException {
        Socket source = new Socket(server.getInetAddress(), server.getLocalPort());
        try (Socket arrival = server.accept()) {
            source.close();

            assertThat(owner(arrival, Map.of(SELF, 1))).isEqualTo(Sources.GONE);
        }
    }

    private static int owner(Socket arrival, Map<Long, Integer> processes) {
        return new SocketOwners(() -> processes)
                .of((InetSocketAddress) arrival.getRemoteSocketAddress(), (InetSocketAddress)
                        arrival.getLocalSocketAddress());
    }
}
