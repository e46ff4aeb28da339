package io.thalweg.broker.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSettingsTest {

    private static final Map<String, String> LEAST = Map.of(
            "cluster.id", "5b8f1c2e-3a4d-4e5f-8a9b-0c1d2e3f4a5b",
            "broker.id", "1",
            "data.dir", "data",
            "metadata.voters", "1@localhost:7401:7402",
            "listener.client.advertised", "localhost:7400");

    @Test
    void shouldNeedFiveKeysAndDefaultTheRest() throws SettingsException {
        ServerSettings settings = ServerSettings.of(LEAST);

        assertThat(settings.node().broker()).isEqualTo(new BrokerId(1));
        assertThat(settings.listeners().client().bind()).isEqualTo(new HostPort("0.0.0.0", 7400));
        assertThat(settings.listeners().client().security()).isEqualTo(ListenerSecurity.PLAINTEXT);
        assertThat(settings.listeners().mostConnections().client()).isEqualTo(5_000);
        assertThat(settings.quorum().sessionTimeout()).isEqualTo(Duration.ofSeconds(6));
        assertThat(settings.bulkBytesPerSecond()).isEqualTo(ServerSettings.NO_BOUND);
        assertThat(settings.shutdownTimeout()).isEqualTo(Duration.ofSeconds(285));
    }

    @ParameterizedTest
    @CsvSource({"65535", "-1", "1000000000001", "10MB", "99999999999999999999"})
    void shouldRefuseABulkRateThatIsNone(String rate) {
        SettingsException refused = catchThrowableOfType(
                SettingsException.class, () -> ServerSettings.of(with("replication.bulk.bytes.per.second", rate)));

        assertThat(refused).isNotNull();
    }

    @Test
    void shouldReadABulkRate() throws SettingsException {
        ServerSettings settings = ServerSettings.of(with("replication.bulk.bytes.per.second", "50000000"));

        assertThat(settings.bulkBytesPerSecond()).isEqualTo(50_000_000);
    }

    @Test
    void shouldAdvertiseAVotersOwnEntryToItsPeers() throws SettingsException {
        ServerSettings settings = ServerSettings.of(with("metadata.voters", "1@b1:7501:7502,2@b2:7401:7402"));

        assertThat(settings.listeners().peer().advertisedWhenBound(9)).isEqualTo(new Endpoint("b1", 7501));
        assertThat(settings.quorum().voters().get(1).raft()).isEqualTo(new Endpoint("b2", 7402));
    }

    @Test
    void shouldAdvertiseTheBoundPortWhenPortIsZero() throws SettingsException {
        ServerSettings settings = ServerSettings.of(with("listener.client.advertised", "localhost:0"));

        assertThat(settings.listeners().client().advertisedWhenBound(40123))
                .isEqualTo(new Endpoint("localhost", 40123));
    }

    @Test
    void shouldLetEnvironmentOverrideFileAndFlagsOverrideBoth(@TempDir Path folder)
            throws IOException, SettingsException {
        Map<String, String> inFile = with("broker.rack", "from-file");
        Path file = folder.resolve("server.properties");
        Files.write(
                file,
                inFile.entrySet().stream()
                        .map(entry -> entry.getKey() + " = " + entry.getValue())
                        .toList());

        ServerSettings byEnvironment = ServerSettings.load(file, Map.of("THALWEG_BROKER_RACK", "from-env"), List.of());
        ServerSettings byFlag =
                ServerSettings.load(file, Map.of("THALWEG_BROKER_RACK", "from-env"), List.of("broker.rack=from-flag"));

        assertThat(byEnvironment.node().rack()).isEqualTo("from-env");
        assertThat(byFlag.node().rack()).isEqualTo("from-flag");
    }

    @Test
    void shouldNameTheNearestKeyWhenAKeyIsUnknown() {
        SettingsException problem = problemOf(with("broker.idd", "2"));

        assertThat(problem).hasMessageContaining("broker.idd").hasMessageContaining("--set");
        assertThat(problem.remedy()).contains("Did you mean broker.id?");
    }

    @Test
    void shouldNameTheNearestVariableWhenAVariableIsUnknown() {
        SettingsException problem = catchThrowableOfType(
                SettingsException.class, () -> ServerSettings.load(null, Map.of("THALWEG_BROKER_RAK", "r"), List.of()));

        assertThat(problem.remedy()).contains("THALWEG_BROKER_RACK");
    }

    @Test
    void shouldIgnoreVariablesOfTheLauncherAndOfKubernetesServices() throws SettingsException {
        List<String> flags = LEAST.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        Map<String, String> environment = Map.of(
                "THALWEG_JAVA_HOME", "/jdk",
                "THALWEG_SERVICE_HOST", "10.0.0.1",
                "THALWEG_PORT_7400_TCP_ADDR", "10.0.0.1",
                "THALWEG_CLIENT_SERVICE_PORT", "7400",
                "PATH", "/bin");

        assertThat(ServerSettings.load(null, environment, flags).node().rack()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    cluster.id                | 12345
                    broker.id                 | 0
                    broker.id                 | 99999999999
                    broker.id                 | one
                    metadata.voters           | 1@localhost:7401
                    metadata.voters           | 1@a:1:2,1@b:1:2
                    metadata.voters           | 1@0.0.0.0:7401:7402
                    listener.client.bind      | 7400
                    listener.client.bind      | localhost:70000
                    listener.client.bind      | ::1:7400
                    listener.client.connections | 0
                    listener.peer.connections | 1000001
                    session.timeout           | 6
                    session.timeout           | 1ms
                    metadata.election.timeout | 2h
                    """)
    void shouldNameKeyValueAndWhatIsAllowedWhenAValueIsBad(String key, String value) {
        SettingsException problem = problemOf(with(key, value));

        assertThat(problem).hasMessageContaining(key).hasMessageContaining(value);
        assertThat(problem.why()).startsWith("Allowed is ");
    }

    @Test
    void shouldRefuseAMissingKey() {
        Map<String, String> values = new HashMap<>(LEAST);
        values.remove("data.dir");

        assertThat(problemOf(values)).hasMessage("data.dir is not set");
    }

    @Test
    void shouldRefuseAWildcardAsAdvertisedAddress() {
        Map<String, String> values = new HashMap<>(LEAST);
        values.remove("listener.client.advertised");

        assertThat(problemOf(values).remedy()).contains("Set listener.client.advertised");
    }

    @Test
    void shouldRefuseAnUnreadableFile(@TempDir Path folder) {
        SettingsException problem = catchThrowableOfType(
                SettingsException.class, () -> ServerSettings.load(folder.resolve("none"), Map.of(), List.of()));

        assertThat(problem).hasMessageContaining("Cannot read the configuration file");
    }

    @Test
    void shouldReadIpv6Addresses() {
        assertThat(HostPort.parse("[::1]:7400")).isEqualTo(new HostPort("::1", 7400));
        assertThat(new HostPort("::1", 7400)).hasToString("[::1]:7400");
    }

    private static SettingsException problemOf(Map<String, String> values) {
        return catchThrowableOfType(SettingsException.class, () -> ServerSettings.of(values));
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> values = new HashMap<>(LEAST);
        values.put(key, value);
        return values;
    }
}
