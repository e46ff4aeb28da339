package io.thalweg.broker.rpc.peer;

import io.grpc.Status;

/** Hears that a stream is over, for whatever reason; called once per stream, on any thread. */
@FunctionalInterface
interface StreamEnd<S> {
    void ended(S stream, Status status);
}
