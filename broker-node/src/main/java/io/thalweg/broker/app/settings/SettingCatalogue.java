package io.thalweg.broker.app.settings;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every key of the server's configuration. A key that is not here stops the start. Immutable. */
public final class SettingCatalogue {

    static final String CLUSTER_ID = "cluster.id";
    static final String BROKER_ID = "broker.id";
    static final String BROKER_RACK = "broker.rack";
    static final String DATA_DIR = "data.dir";
    static final String METADATA_VOTERS = "metadata.voters";
    static final String ELECTION_TIMEOUT = "metadata.election.timeout";
    static final String SESSION_TIMEOUT = "session.timeout";
    static final String BULK_RATE = "replication.bulk.bytes.per.second";
    static final String SHUTDOWN_TIMEOUT = "shutdown.timeout";
    static final String CLIENT_BIND = "listener.client.bind";
    static final String CLIENT_ADVERTISED = "listener.client.advertised";
    static final String CLIENT_CONNECTIONS = "listener.client.connections";
    static final String PEER_BIND = "listener.peer.bind";
    static final String PEER_ADVERTISED = "listener.peer.advertised";
    static final String PEER_CONNECTIONS = "listener.peer.connections";
    static final String RAFT_BIND = "listener.raft.bind";
    static final String HTTP_BIND = "http.bind";

    private static final String HOST_PORT =
            "HOST:PORT, an IPv6 address in brackets, port 0 to 65535 (0 = any free port)";
    private static final String CONNECTIONS = "a whole number from 1 to 1000000";
    private static final String DURATION = "a duration such as 500ms, 6s or 5m, from ";

    /** The catalogue in the order of the manual. */
    public static final List<Setting> ALL = List.of(
            new Setting(CLUSTER_ID, null, "a UUID", "Identity of the cluster; the same on all its brokers."),
            new Setting(
                    BROKER_ID,
                    null,
                    "a whole number from 1 to 2147483647",
                    "Identity of this broker, unique in the cluster."),
            new Setting(BROKER_RACK, "", "any text", "Where the broker stands; replicas are spread over racks."),
            new Setting(DATA_DIR, null, "a path", "Folder for records and metadata; created when missing."),
            new Setting(
                    METADATA_VOTERS,
                    null,
                    "a comma-separated list of ID@HOST:PEERPORT:RAFTPORT",
                    "The first voters, one, three or five, where a broker looks for the metadata; the same list on all brokers."),
            new Setting(CLIENT_BIND, "0.0.0.0:7400", HOST_PORT, "Where clients are listened for."),
            new Setting(
                    CLIENT_ADVERTISED,
                    "",
                    HOST_PORT,
                    "Address that clients are told; needed when the bind address is a wildcard, else the bind address."),
            new Setting(
                    CLIENT_CONNECTIONS,
                    "5000",
                    CONNECTIONS,
                    "Connections to the client listener at once; one more is closed as soon as it is accepted."),
            new Setting(PEER_BIND, "0.0.0.0:7401", HOST_PORT, "Where other brokers are listened for."),
            new Setting(
                    PEER_ADVERTISED,
                    "",
                    HOST_PORT,
                    "Address that other brokers are told; by default this broker's entry among the voters, else the bind"
                            + " address."),
            new Setting(
                    PEER_CONNECTIONS,
                    "1000",
                    CONNECTIONS,
                    "Connections to the peer listener at once; one more is closed as soon as it is accepted."),
            new Setting(RAFT_BIND, "0.0.0.0:7402", HOST_PORT, "Where a voter listens for the other voters."),
            new Setting(HTTP_BIND, "0.0.0.0:7480", HOST_PORT, "Where metrics and health are served."),
            new Setting(
                    SESSION_TIMEOUT,
                    "6s",
                    DURATION + "2s to 60s",
                    "Silence after which the metadata leader gives this broker's leaders to others."),
            new Setting(
                    ELECTION_TIMEOUT,
                    "600ms",
                    DURATION + "100ms to 30s",
                    "Silence of the metadata leader after which a voter stands for election."),
            new Setting(
                    BULK_RATE,
                    "0",
                    "a whole number from 65536 to 1000000000000, or 0 for no bound",
                    "What this broker sends per second, in all, to replicas that catch up from far behind."),
            new Setting(
                    SHUTDOWN_TIMEOUT,
                    "285s",
                    DURATION + "0s to 1h",
                    "How long a stopping broker may take to hand over its leaders and close."));

    private static final Map<String, Setting> BY_KEY =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Setting::key, Function.identity()));

    private SettingCatalogue() {}

    /** Returns the setting of that key, or null. */
    static @Nullable Setting find(String key) {
        return BY_KEY.get(key);
    }

    /** Returns the known key that looks most like {@code key}. */
    static String nearest(String key) {
        return NearestName.of(key, ALL.stream().map(Setting::key).toList());
    }

    /** Returns the known environment variable that looks most like {@code name}. */
    static String nearestEnvironmentName(String name) {
        return NearestName.of(name, ALL.stream().map(Setting::environmentName).toList());
    }
}
