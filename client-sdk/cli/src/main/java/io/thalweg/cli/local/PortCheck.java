package io.thalweg.cli.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

/** Finds a taken port before a broker is started, to name it and the remedy at once. */
final class PortCheck {
    private PortCheck() {}

    static void requireFree(LocalTopology topology, LocalBroker broker) {
        int id = broker.id();
        for (int port :
                List.of(topology.clientPort(id), topology.peerPort(id), topology.raftPort(id), topology.httpPort(id))) {
            try (var probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                throw new LocalClusterException(
                        "port " + port + " of broker " + id + " is in use",
                        "stop what listens there, or choose another --base-port");
            }
        }
    }
}
