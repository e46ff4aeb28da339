package io.thalweg.broker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thalweg.broker.app.settings.ServerSettings;
import io.thalweg.broker.app.settings.SettingsException;
import io.thalweg.metadata.model.BrokerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLineTest {

    private static final List<String> LEAST = List.of(
            "--set", "cluster.id=5b8f1c2e-3a4d-4e5f-8a9b-0c1d2e3f4a5b",
            "--set", "data.dir=data",
            "--set", "metadata.voters=1@localhost:7401:7402",
            "--set", "listener.client.advertised=localhost:7400",
            "--set", "listener.peer.advertised=localhost:7401");

    @Test
    void shouldTakeTheBrokerIdFromTheHostName() throws SettingsException {
        ServerSettings settings =
                CommandLine.parse(with("--broker-id-from-hostname")).settings(Map.of("HOSTNAME", "thalweg-2"));

        assertThat(settings.node().broker()).isEqualTo(new BrokerId(3));
    }

    @Test
    void shouldRefuseAHostNameWithoutANumber() throws SettingsException {
        CommandLine line = CommandLine.parse(with("--broker-id-from-hostname"));

        SettingsException problem =
                catchThrowableOfType(SettingsException.class, () -> line.settings(Map.of("HOSTNAME", "laptop")));

        assertThat(problem).hasMessageContaining("laptop");
    }

    @Test
    void shouldRefuseUnknownArgumentsAndMissingValues() {
        assertThat(catchThrowableOfType(SettingsException.class, () -> CommandLine.parse(List.of("--conf", "x"))))
                .hasMessage("Unknown argument --conf");
        assertThat(catchThrowableOfType(SettingsException.class, () -> CommandLine.parse(List.of("--config"))))
                .hasMessage("The flag --config has no value");
    }

    @Test
    void shouldExitWithUsageForBadArguments() {
        assertThat(ServerMain.run(new String[] {"--nonsense"})).isEqualTo(ServerMain.USAGE);
        assertThat(ServerMain.run(new String[] {"--help"})).isEqualTo(ServerMain.STOPPED);
    }

    private static List<String> with(String flag) {
        List<String> arguments = new ArrayList<>(LEAST);
        arguments.add(flag);
        return arguments;
    }
}
