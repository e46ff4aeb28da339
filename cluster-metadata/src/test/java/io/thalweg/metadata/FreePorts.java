package io.thalweg.metadata;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for voters of a test. */
public final class FreePorts {
    private FreePorts() {}

    /**
     * Ports that are free, all different, and below the range from which outgoing connections get theirs: none of those can
     * take the port of a voter that is down for a moment.
     */
    public static List<Integer> find(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sockets.add(reserve());
        }
        List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    private static ServerSocket reserve() throws IOException {
        BindException last = new BindException();
        for (int tries = 0; tries < 1_000; tries++) {
            try {
                return new ServerSocket(
                        ThreadLocalRandom.current().nextInt(10_000, 30_000), 1, InetAddress.getLoopbackAddress());
            } catch (BindException taken) {
                last = taken;
            }
        }
        throw last;
    }
}
