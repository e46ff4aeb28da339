package io.thalweg.broker.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.fuzzing.Allocation;
import io.thalweg.fuzzing.FuzzRules;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Any bytes as a configuration file, and each of its lines as a flag. */
final class SettingsFuzzTest implements FuzzRules {

    private static final long MOST_ALLOCATED = 4 << 20;
    private static final long PER_BYTE = 4_096;

    @Override
    public List<byte[]> seeds() {
        String whole = """
                cluster.id = 00112233-4455-6677-8899-aabbccddeeff
                broker.id = 1
                data.dir = /var/lib/thalweg
                metadata.voters = 1@10.0.0.1:7401:7402, 2@[::1]:7401:7402,3@host:7401:7402
                listener.client.bind = 0.0.0.0:7400
                listener.client.advertised = broker-1:7400
                listener.peer.bind = [::]:7401
                session.timeout = 6s
                shutdown.timeout = 5m
                """;
        return List.of(
                whole.getBytes(StandardCharsets.UTF_8),
                "broker.id=\\u0031\nbroker.rack=ä\n".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void feed(byte[] input) throws Exception {
        Path file = Files.createTempFile("settings", ".properties");
        try {
            Files.write(file, input);
            Allocation.within(MOST_ALLOCATED + PER_BYTE * input.length, () -> {
                load(file, List.of());
                load(null, Arrays.asList(new String(input, StandardCharsets.UTF_8).split("\n")));
                return true;
            });
        } finally {
            Files.delete(file);
        }
    }

    private static void load(@Nullable Path file, List<String> flags) {
        try {
            ServerSettings settings = ServerSettings.load(file, Map.of(), flags);
            assertThat(settings.node().broker().value()).isPositive();
        } catch (SettingsException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
