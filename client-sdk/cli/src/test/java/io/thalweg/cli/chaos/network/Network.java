package io.thalweg.cli.chaos.network;

import java.util.List;
import java.util.Set;

/** Where brokers listen, and what is lost between them. Used by one thread. */
public interface Network extends AutoCloseable {
    /** Where a broker itself listens. */
    Address bound(int broker, Listener listener);

    /** Where all others reach it. */
    Address dialled(int broker, Listener listener);

    /** What to put before a command so that it runs at that broker's place. */
    List<String> inside(int broker);

    /** Whether {@link #lose} works here. */
    boolean canCut();

    /**
     * From now on exactly these flows are lost, silently: connections stay open, and whoever dials waits. What a sender has not
     * got rid of arrives once its flow is no longer lost.
     */
    void lose(Set<Flow> flows);

    @Override
    void close();
}
