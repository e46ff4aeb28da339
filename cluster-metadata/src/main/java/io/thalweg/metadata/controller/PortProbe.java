package io.thalweg.metadata.controller;

import io.thalweg.metadata.model.Endpoint;
import java.util.concurrent.CompletableFuture;

/** Asks the operating system of a broker whether anything listens at its port. Thread-safe. */
@FunctionalInterface
public interface PortProbe {

    /** What was learned. */
    enum Answer {
        /** Something accepted the connection. */
        LISTENING,
        /** The host answers and nothing listens: the process is gone. */
        REFUSED,
        /** No answer in time, or the name does not resolve: proves nothing. */
        UNKNOWN
    }

    /** Completes normally within a second. */
    CompletableFuture<Answer> probe(Endpoint endpoint);
}
