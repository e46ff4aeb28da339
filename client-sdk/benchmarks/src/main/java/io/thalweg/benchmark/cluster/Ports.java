package io.thalweg.benchmark.cluster;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Ports on loopback that were free a moment ago, outside the range that the system takes for connections. */
public final class Ports {
    private static final int FIRST = 10_000;
    private static final int LAST = 30_000;
    private static final int TRIES = 1_000;

    private final int perBroker;
    private final List<Integer> ports;

    private Ports(int perBroker, List<Integer> ports) {
        this.perBroker = perBroker;
        this.ports = ports;
    }

    static Ports free(int perBroker) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        for (int index = 0; index < Site.BROKERS * perBroker; index++) {
            sockets.add(reserve());
        }
        List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return new Ports(perBroker, ports);
    }

    private static ServerSocket reserve() throws IOException {
        BindException last = new BindException();
        for (int tries = 0; tries < TRIES; tries++) {
            try {
                return new ServerSocket(
                        ThreadLocalRandom.current().nextInt(FIRST, LAST), 1, InetAddress.getLoopbackAddress());
            } catch (BindException taken) {
                last = taken;
            }
        }
        throw last;
    }

    /** Address of a broker's port, which counts from 0. */
    String address(int broker, int port) {
        return "127.0.0.1:" + number(broker, port);
    }

    int number(int broker, int port) {
        return ports.get((broker - 1) * perBroker + port);
    }

    /** The clients' addresses of all brokers. */
    String bootstrap() {
        return IntStream.rangeClosed(1, Site.BROKERS)
                .mapToObj(id -> address(id, 0))
                .collect(Collectors.joining(","));
    }
}
