package io.thalweg.broker.replication.view;

import java.util.OptionalLong;

/** Looks up what the replica does not hold in memory. Called on the replica's loop, rarely: at handshakes. */
@FunctionalInterface
public interface LogHistory {
    /** Chain hash of everything below a batch boundary; empty if the offset is none, or is not kept. */
    OptionalLong chainAt(long offset);
}
