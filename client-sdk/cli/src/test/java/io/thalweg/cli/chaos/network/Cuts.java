package io.thalweg.cli.chaos.network;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What each broker is cut off from, and which flows are lost by that. Used by one thread. */
public final class Cuts {
    private final int brokers;
    private final Map<Integer, Cut> cuts = new TreeMap<>();

    private record Cut(Direction direction, boolean fromClients) {}

    public Cuts(int brokers) {
        this.brokers = brokers;
    }

    /** The broker is cut off from all others and from clients. */
    public void cut(int broker, Direction direction) {
        cuts.put(broker, new Cut(direction, true));
    }

    /** The broker is cut off from all others; clients still reach it. */
    public void cutFromBrokers(int broker, Direction direction) {
        cuts.put(broker, new Cut(direction, false));
    }

    /** Ends the cut of this broker; what is lost by the cuts of others stays lost. */
    public void mend(int broker) {
        cuts.remove(broker);
    }

    /** All that is lost. */
    public Set<Flow> flows() {
        Set<Flow> flows = new HashSet<>();
        cuts.forEach((broker, cut) -> IntStream.rangeClosed(cut.fromClients ? Flow.CLIENTS : 1, brokers)
                .filter(other -> other != broker)
                .forEach(other -> {
                    if (cut.direction != Direction.INBOUND) {
                        flows.add(new Flow(broker, other));
                    }
                    if (cut.direction != Direction.OUTBOUND) {
                        flows.add(new Flow(other, broker));
                    }
                }));
        return flows;
    }
}
