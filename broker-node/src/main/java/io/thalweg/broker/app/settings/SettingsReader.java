package io.thalweg.broker.app.settings;

import io.thalweg.metadata.model.BrokerId;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what the operator wrote into typed settings, or says which value is wrong and what is allowed. */
final class SettingsReader {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");
    private static final Pattern VOTER = Pattern.compile("(\\d{1,10})@(.+):(\\d{1,5}):(\\d{1,5})");

    private static final long LEAST_BULK_RATE = 65_536;
    private static final long MOST_BULK_RATE = 1_000_000_000_000L;
    private static final int MOST_CONNECTIONS = 1_000_000;

    private final Map<String, SettingValue> values;

    SettingsReader(Map<String, SettingValue> values) {
        this.values = Map.copyOf(values);
    }

    ServerSettings read() throws SettingsException {
        NodeSettings node = new NodeSettings(
                clusterId(), brokerId(), text(SettingCatalogue.BROKER_RACK), path(SettingCatalogue.DATA_DIR));
        QuorumSettings quorum = new QuorumSettings(
                voters(),
                duration(SettingCatalogue.SESSION_TIMEOUT, Duration.ofSeconds(2), Duration.ofMinutes(1)),
                duration(SettingCatalogue.ELECTION_TIMEOUT, Duration.ofMillis(100), Duration.ofSeconds(30)));
        Duration shutdown = duration(SettingCatalogue.SHUTDOWN_TIMEOUT, Duration.ZERO, Duration.ofHours(1));
        return new ServerSettings(node, listeners(node.broker(), quorum), quorum, bulkRate(), shutdown);
    }

    private ListenersSettings listeners(BrokerId self, QuorumSettings quorum) throws SettingsException {
        HostPort ownVoter = quorum.voter(self)
                .map(voter -> new HostPort(voter.host(), voter.peerPort()))
                .orElse(null);
        HostPort raft = address(SettingCatalogue.RAFT_BIND);
        HostPort http = address(SettingCatalogue.HTTP_BIND);
        return new ListenersSettings(
                advertised("client", SettingCatalogue.CLIENT_BIND, SettingCatalogue.CLIENT_ADVERTISED, null),
                advertised("peer", SettingCatalogue.PEER_BIND, SettingCatalogue.PEER_ADVERTISED, ownVoter),
                new ListenerSettings("raft", raft, raft, ListenerSecurity.PLAINTEXT),
                new ListenerSettings("http", http, http, ListenerSecurity.PLAINTEXT),
                new ListenersSettings.MostConnections(
                        connections(SettingCatalogue.CLIENT_CONNECTIONS),
                        connections(SettingCatalogue.PEER_CONNECTIONS)));
    }

    private int connections(String key) throws SettingsException {
        int most = positive(text(key));
        if (most < 1 || most > MOST_CONNECTIONS) {
            throw notAllowed(key);
        }
        return most;
    }

    private ListenerSettings advertised(String name, String bindKey, String advertisedKey, @Nullable HostPort preferred)
            throws SettingsException {
        HostPort bind = address(bindKey);
        HostPort advertised = preferred != null ? preferred : bind;
        if (!text(advertisedKey).isEmpty()) {
            advertised = address(advertisedKey);
        }
        if (advertised.isWildcard()) {
            throw new SettingsException(
                    advertisedKey + " is needed",
                    bindKey + " = " + bind + " means every address of this machine, which others cannot dial.",
                    "Set " + advertisedKey + " to the host and port that others reach this broker at.");
        }
        return new ListenerSettings(name, bind, advertised, ListenerSecurity.PLAINTEXT);
    }

    private UUID clusterId() throws SettingsException {
        String text = text(SettingCatalogue.CLUSTER_ID);
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw notAllowed(SettingCatalogue.CLUSTER_ID);
        }
        throw notAllowed(SettingCatalogue.CLUSTER_ID);
    }

    private BrokerId brokerId() throws SettingsException {
        int id = positive(text(SettingCatalogue.BROKER_ID));
        if (id < 1) {
            throw notAllowed(SettingCatalogue.BROKER_ID);
        }
        return new BrokerId(id);
    }

    private List<VoterSettings> voters() throws SettingsException {
        List<VoterSettings> voters = new ArrayList<>();
        Set<BrokerId> seen = new HashSet<>();
        for (String entry : text(SettingCatalogue.METADATA_VOTERS).split(",", -1)) {
            VoterSettings voter = voter(entry.trim());
            if (voter == null || !seen.add(voter.broker())) {
                throw notAllowed(SettingCatalogue.METADATA_VOTERS);
            }
            voters.add(voter);
        }
        return voters;
    }

    private static @Nullable VoterSettings voter(String entry) {
        Matcher parts = VOTER.matcher(entry);
        if (!parts.matches()) {
            return null;
        }
        int id = positive(parts.group(1));
        HostPort peer = HostPort.parse(parts.group(2) + ":" + parts.group(3));
        int raftPort = HostPort.parsePort(parts.group(4));
        if (id < 1 || peer == null || peer.port() < 1 || raftPort < 1 || peer.isWildcard()) {
            return null;
        }
        return new VoterSettings(new BrokerId(id), peer.host(), peer.port(), raftPort);
    }

    /** Returns the number, or 0 when the text is none that fits. */
    private static int positive(String text) {
        if (!text.matches("\\d{1,10}")) {
            return 0;
        }
        long number = Long.parseLong(text);
        return number <= Integer.MAX_VALUE ? (int) number : 0;
    }

    private long bulkRate() throws SettingsException {
        String text = text(SettingCatalogue.BULK_RATE);
        long rate = text.matches("\\d{1,13}") ? Long.parseLong(text) : -1;
        if (rate != ServerSettings.NO_BOUND && (rate < LEAST_BULK_RATE || rate > MOST_BULK_RATE)) {
            throw notAllowed(SettingCatalogue.BULK_RATE);
        }
        return rate;
    }

    private Duration duration(String key, Duration least, Duration most) throws SettingsException {
        Matcher parts = DURATION.matcher(text(key));
        if (!parts.matches()) {
            throw notAllowed(key);
        }
        long number = Long.parseLong(parts.group(1));
        Duration duration = switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw notAllowed(key);
        }
        return duration;
    }

    private Path path(String key) throws SettingsException {
        try {
            return Path.of(text(key)).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw notAllowed(key);
        }
    }

    private HostPort address(String key) throws SettingsException {
        HostPort address = HostPort.parse(text(key));
        if (address == null) {
            throw notAllowed(key);
        }
        return address;
    }

    private String text(String key) throws SettingsException {
        SettingValue value = value(key);
        if (value == null) {
            Setting setting = setting(key);
            throw new SettingsException(
                    key + " is not set",
                    "It has no default. " + setting.meaning(),
                    "Set it in the configuration file, as " + setting.environmentName() + " or with --set " + key
                            + "=…; allowed: " + setting.allowed() + ".");
        }
        return value.text();
    }

    private @Nullable SettingValue value(String key) {
        SettingValue written = values.get(key);
        String defaultValue = setting(key).defaultValue();
        if (written != null || defaultValue == null) {
            return written;
        }
        return new SettingValue(defaultValue, "default");
    }

    private SettingsException notAllowed(String key) {
        SettingValue value = value(key);
        String written = value == null ? "" : " = " + value.text() + " (" + value.origin() + ")";
        return new SettingsException(
                key + written + " is not allowed",
                "Allowed is " + setting(key).allowed() + ".",
                "Correct the value. " + setting(key).meaning());
    }

    private static Setting setting(String key) {
        Setting setting = SettingCatalogue.find(key);
        if (setting == null) {
            throw new IllegalArgumentException("no setting " + key);
        }
        return setting;
    }
}
