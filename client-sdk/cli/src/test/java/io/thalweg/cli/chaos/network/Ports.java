package io.thalweg.cli.chaos.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Ports that were free on the loopback address, one for each listener of some brokers. */
final class Ports {
    private final List<Map<Listener, Integer>> brokers = new ArrayList<>();

    private Ports(int size, Iterator<Integer> free) {
        for (int broker = 1; broker <= size; broker++) {
            Map<Listener, Integer> ports = new EnumMap<>(Listener.class);
            for (Listener listener : Listener.values()) {
                ports.put(listener, free.next());
            }
            brokers.add(ports);
        }
    }

    static Ports of(int brokers) {
        return of(brokers, 1).get(0);
    }

    /** Several times as many, all different. */
    static List<Ports> of(int brokers, int times) {
        Iterator<Integer> free =
                free(brokers * Listener.values().length * times).iterator();
        return Stream.generate(() -> new Ports(brokers, free)).limit(times).toList();
    }

    int port(int broker, Listener listener) {
        return Objects.requireNonNull(brokers.get(broker - 1).get(listener));
    }

    private static List<Integer> free(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int index = 0; index < count; index++) {
                sockets.add(reserve());
            }
            List<Integer> free =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return free;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Below the ports that the operating system hands out for outgoing connections. */
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
