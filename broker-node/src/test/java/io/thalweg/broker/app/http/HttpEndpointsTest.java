package io.thalweg.broker.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HttpEndpointsTest {

    private final AtomicReference<Readiness> readiness = new AtomicReference<>(Readiness.not("starting"));

    @Test
    void shouldServeMetricsAndTellLivenessFromReadiness() throws IOException, InterruptedException {
        InetSocketAddress bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (HttpEndpoints http = HttpEndpoints.start(bind, readiness::get, () -> "thalweg_up 1\n")) {
            assertThat(get(http, "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(http, "/health/ready").statusCode()).isEqualTo(503);
            assertThat(get(http, "/health/ready").body()).isEqualTo("starting\n");

            readiness.set(Readiness.serving());

            assertThat(get(http, "/health/ready").statusCode()).isEqualTo(200);
            assertThat(get(http, "/metrics").body()).isEqualTo("thalweg_up 1\n");
            assertThat(get(http, "/other").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> get(HttpEndpoints http, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + http.port() + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
