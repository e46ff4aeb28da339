package io.thalweg.broker.rpc.admin;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import java.util.concurrent.CompletableFuture;

/** Port to the metadata leader. Thread-safe, never blocks. */
@FunctionalInterface
public interface MetadataGateway {

    /**
     * Proposes a command.
     *
     * @param waitUntilServed complete after the brokers concerned have acted on it, within a bound
     * @return fails with {@link io.thalweg.broker.rpc.RejectedException} when no metadata leader answered
     */
    CompletableFuture<Outcome> propose(Command command, boolean waitUntilServed);

    /**
     * A command that was applied.
     *
     * @param index log index at which it was applied
     * @param reply what the apply said
     */
    record Outcome(long index, CommandReply reply) {}
}
