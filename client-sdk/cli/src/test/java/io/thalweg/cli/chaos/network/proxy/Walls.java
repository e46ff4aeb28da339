package io.thalweg.cli.chaos.network.proxy;

import java.util.stream.IntStream;

/** The barrier that stands now. Used by the loop. */
final class Walls {
    private final int brokers;
    private Barrier barrier = Barrier.NONE;

    Walls(int brokers) {
        this.brokers = brokers;
    }

    void become(Barrier next) {
        barrier = next;
    }

    boolean hold(int from, int to) {
        return from != to && barrier.holds(from, to);
    }

    /** Whether anything to or from this broker is held. */
    boolean touch(int broker) {
        return IntStream.rangeClosed(Sources.CLIENTS, brokers)
                .anyMatch(other -> hold(other, broker) || hold(broker, other));
    }
}
