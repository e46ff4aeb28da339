package io.thalweg.cli.local;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Shape of a local cluster. Broker N has its ports at base + 100 (N - 1): client +0, peer +1, Raft +2, HTTP +80.
 *
 * @param brokerCount 1 to 9
 * @param basePort 1 024 to 64 000
 */
record LocalTopology(UUID clusterId, int brokerCount, int basePort) {
    private static final int PORT_STEP = 100;
    private static final int MAX_BROKERS = 9;

    LocalTopology {
        if (brokerCount < 1 || brokerCount > MAX_BROKERS) {
            throw LocalFailure.usage("a local cluster has 1 to " + MAX_BROKERS + " brokers", "see --brokers");
        }
        if (basePort < 1024 || basePort > 64_000) {
            throw LocalFailure.usage("base port " + basePort + " is out of range", "use 1024 to 64000");
        }
    }

    static LocalTopology of(UUID clusterId, int brokers, int basePort) {
        return new LocalTopology(clusterId, brokers, basePort);
    }

    int clientPort(int id) {
        return basePort + PORT_STEP * (id - 1);
    }

    int peerPort(int id) {
        return clientPort(id) + 1;
    }

    int raftPort(int id) {
        return clientPort(id) + 2;
    }

    int httpPort(int id) {
        return clientPort(id) + 80;
    }

    /** The value of {@code metadata.voters}: the first three brokers, or the only one. */
    String voters() {
        int voters = brokerCount >= 5 ? 5 : Math.min(brokerCount, 3);
        return IntStream.rangeClosed(1, voters)
                .mapToObj(id -> id + "@127.0.0.1:" + peerPort(id) + ":" + raftPort(id))
                .collect(Collectors.joining(","));
    }

    List<LocalBroker> brokers(LocalLayout layout) {
        return IntStream.rangeClosed(1, brokerCount)
                .mapToObj(id -> new LocalBroker(
                        id, layout.process(id), "127.0.0.1:" + clientPort(id), "127.0.0.1:" + httpPort(id)))
                .toList();
    }
}
