package io.thalweg.cli.chaos.network;

import java.util.List;
import java.util.Set;

/** All brokers on the loopback address; nothing can be cut. For systems other than Linux. */
final class Loopback implements Network {
    private final Ports ports;

    Loopback(int brokers) {
        this.ports = Ports.of(brokers);
    }

    @Override
    public Address bound(int broker, Listener listener) {
        return new Address("127.0.0.1", ports.port(broker, listener));
    }

    @Override
    public Address dialled(int broker, Listener listener) {
        return bound(broker, listener);
    }

    @Override
    public List<String> inside(int broker) {
        return List.of();
    }

    @Override
    public boolean canCut() {
        return false;
    }

    @Override
    public void lose(Set<Flow> flows) {
        if (!flows.isEmpty()) {
            throw new UnsupportedOperationException("the loopback network cannot be cut");
        }
    }

    @Override
    public void close() {}
}
