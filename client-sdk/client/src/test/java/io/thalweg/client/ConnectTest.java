package io.thalweg.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.RetriableException;
import io.thalweg.client.fake.FakeCluster;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ConnectTest {
    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void shouldExplainInTimeWhyNoBrokerAnswered() throws Exception {
        int port = freePort();
        long start = System.nanoTime();

        assertThatThrownBy(() -> ThalwegClient.builder()
                        .bootstrap("127.0.0.1:" + port)
                        .connectTimeout(Duration.ofSeconds(1))
                        .connect())
                .isInstanceOfSatisfying(RetriableException.class, e -> {
                    assertThat(e.reason()).isEqualTo(ErrorReason.UNREACHABLE);
                    assertThat(e).hasMessageContaining("127.0.0.1:" + port).hasMessageContaining("refused");
                    assertThat(e.remedy()).contains("addresses");
                });
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
    }

    @Test
    void shouldNotWaitLongerThanAllowedForABrokerThatNeverAnswers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> ThalwegClient.builder()
                            .bootstrap("127.0.0.1:" + silent.getLocalPort())
                            .connectTimeout(Duration.ofSeconds(1))
                            .connect())
                    .isInstanceOf(RetriableException.class);
        }
    }

    @Test
    void shouldPassOverBootstrapAddressesThatDoNotAnswer() throws Exception {
        try (FakeCluster cluster = FakeCluster.start(1);
                ThalwegClient client = ThalwegClient.connect("127.0.0.1:" + freePort() + "," + cluster.bootstrap())) {
            assertThat(client.clusterId()).isEqualTo("fake");
        }
    }
}
