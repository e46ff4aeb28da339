package io.thalweg.broker.rpc.admin;

import io.thalweg.broker.rpc.ImageView;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.ItemOutcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Brings changes to the metadata leader and their outcome back to this broker's own image. Thread-safe. */
final class Proposals {

    private static final long OWN_IMAGE_WAIT_SECONDS = 5;

    private final MetadataGateway metadata;
    private final ImageView view;

    Proposals(MetadataGateway metadata, ImageView view) {
        this.metadata = metadata;
        this.view = view;
    }

    CompletableFuture<MetadataGateway.Outcome> propose(Command command, boolean waitUntilServed) {
        return metadata.propose(command, waitUntilServed);
    }

    /** Outcome of each item of a command with many, in order, and the index of the command. */
    record Items(long index, List<ItemOutcome> items) {}

    /** Proposes a command whose items stand alone; waits as {@link #accepted(MetadataGateway.Outcome)}. */
    CompletableFuture<Items> items(Command command) {
        return propose(command, false)
                .thenCompose(outcome -> Replies.accepted(outcome.reply())
                        .thenCompose(reply -> accepted(outcome).thenApply(index -> new Items(index, reply.items()))));
    }

    /** Returns the index of the command, or fails as the rejection says. */
    CompletableFuture<Long> accepted(Command command, boolean waitUntilServed) {
        return propose(command, waitUntilServed).thenCompose(this::accepted);
    }

    /** The same for an outcome. Waits until this broker's own image has the change, so that its client reads its own writes. */
    CompletableFuture<Long> accepted(MetadataGateway.Outcome outcome) {
        return Replies.accepted(outcome.reply())
                .thenCompose(accepted -> view.atLeast(outcome.index())
                        .completeOnTimeout(view.image(), OWN_IMAGE_WAIT_SECONDS, TimeUnit.SECONDS)
                        .thenApply(image -> outcome.index()));
    }
}
