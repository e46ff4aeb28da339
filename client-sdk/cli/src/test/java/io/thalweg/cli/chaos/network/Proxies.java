package io.thalweg.cli.chaos.network;

import io.thalweg.cli.chaos.network.proxy.Barrier;
import io.thalweg.cli.chaos.network.proxy.Passage;
import io.thalweg.cli.chaos.network.proxy.Proxy;
import io.thalweg.cli.chaos.network.proxy.SocketOwners;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * All brokers on the loopback address, each behind a TCP proxy of this process that is advertised in its place. What is lost
 * are bytes: the operating system still acknowledges what it takes from a sender, so a connection can stay deaf in one
 * direction and work in the other for good.
 */
final class Proxies implements Network {
    private final Ports bound;
    private final Ports dialled;
    private final Proxy proxy;

    Proxies(int brokers, Supplier<Map<Long, Integer>> processes) {
        List<Ports> ports = Ports.of(brokers, 2);
        this.bound = ports.get(0);
        this.dialled = ports.get(1);
        List<Passage> passages = new ArrayList<>();
        for (int broker = 1; broker <= brokers; broker++) {
            for (Listener listener : Listener.values()) {
                passages.add(new Passage(
                        broker, socket(dialled.port(broker, listener)), socket(bound.port(broker, listener))));
            }
        }
        this.proxy = Proxy.start(passages, new SocketOwners(processes));
    }

    /** Whether this process can tell who has dialled. */
    static boolean allowed() {
        return SocketOwners.work();
    }

    private static InetSocketAddress socket(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    @Override
    public Address bound(int broker, Listener listener) {
        return new Address("127.0.0.1", bound.port(broker, listener));
    }

    @Override
    public Address dialled(int broker, Listener listener) {
        return new Address("127.0.0.1", dialled.port(broker, listener));
    }

    @Override
    public List<String> inside(int broker) {
        return List.of();
    }

    @Override
    public boolean canCut() {
        return true;
    }

    @Override
    public void lose(Set<Flow> flows) {
        Set<Flow> lost = Set.copyOf(flows);
        proxy.hold(lost.isEmpty() ? Barrier.NONE : (from, to) -> lost.contains(new Flow(from, to)));
    }

    @Override
    public void close() {
        proxy.close();
    }
}
