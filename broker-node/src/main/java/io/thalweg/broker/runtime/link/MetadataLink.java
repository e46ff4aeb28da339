package io.thalweg.broker.runtime.link;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import java.util.concurrent.CompletableFuture;

/** The way to the metadata leader. Thread-safe, never blocks. */
@FunctionalInterface
public interface MetadataLink {
    /**
     * Proposes a command. The future completes with what the apply said, or exceptionally if that is not known: the
     * command may or may not have been applied then, and the sender looks at the image instead.
     */
    CompletableFuture<CommandReply> propose(Command command);
}
