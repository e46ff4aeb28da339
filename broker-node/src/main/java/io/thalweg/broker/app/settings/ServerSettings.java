package io.thalweg.broker.app.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All settings of one broker, validated. Immutable.
 *
 * @param node who it is
 * @param listeners where it listens
 * @param quorum who holds the metadata
 * @param bulkBytesPerSecond bound on what is sent to replicas that catch up; {@link #NO_BOUND} for none
 * @param shutdownTimeout bound on a graceful stop
 */
public record ServerSettings(
        NodeSettings node,
        ListenersSettings listeners,
        QuorumSettings quorum,
        long bulkBytesPerSecond,
        Duration shutdownTimeout) {
    /** No bound on a rate. */
    public static final long NO_BOUND = 0;

    /**
     * Reads the settings.
     *
     * @param file properties file, null for none
     * @param environment the process environment; only names that begin with {@code THALWEG_} matter
     * @param assignments {@code key=value} flags, which win over all
     * @throws SettingsException when a key is unknown, or a value missing or not allowed
     */
    public static ServerSettings load(@Nullable Path file, Map<String, String> environment, List<String> assignments)
            throws SettingsException {
        return new SettingsReader(SettingsSources.collect(file, environment, assignments)).read();
    }

    /** Reads the settings from keys and values alone, as an embedding test does. */
    public static ServerSettings of(Map<String, String> values) throws SettingsException {
        List<String> assignments = values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        return load(null, Map.of(), assignments);
    }
}
