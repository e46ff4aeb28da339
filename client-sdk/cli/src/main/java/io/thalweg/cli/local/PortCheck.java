package io.thalweg.cli.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds a taken port before a broker is started, to name it and the remedy at once. */
final class PortCheck {
    private PortCheck() {}

    private static final int PREFERRED = 7400;
    private static final int FIRST = 20_000;
    private static final int STEP = 1_000;
    private static final int ATTEMPTS = 12;

    /** A base port from which that many brokers find all their ports free: 7400 if it is one. */
    static int freeBasePort(LocalLayout layout, int brokers) {
        for (int i = 0; i < ATTEMPTS; i++) {
            int base = i == 0 ? PREFERRED : FIRST + (i - 1) * STEP;
            var topology = LocalTopology.of(new UUID(0, 0), brokers, base);
            if (topology.brokers(layout).stream().allMatch(broker -> firstTaken(topology, broker) == null)) {
                return base;
            }
        }
        throw LocalFailure.refused("PORT_IN_USE", "found no range of free ports", "choose a --base-port");
    }

    static void requireFree(LocalTopology topology, LocalBroker broker) {
        Integer taken = firstTaken(topology, broker);
        if (taken != null) {
            throw LocalFailure.refused(
                    "PORT_IN_USE",
                    "port " + taken + " of broker " + broker.id() + " is in use",
                    "stop what listens there, or choose another --base-port; 0 finds a free one");
        }
    }

    private static @Nullable Integer firstTaken(LocalTopology topology, LocalBroker broker) {
        int id = broker.id();
        for (int port :
                List.of(topology.clientPort(id), topology.peerPort(id), topology.raftPort(id), topology.httpPort(id))) {
            try (var probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                return port;
            }
        }
        return null;
    }
}
