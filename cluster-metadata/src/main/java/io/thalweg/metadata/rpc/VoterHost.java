package io.thalweg.metadata.rpc;

import io.thalweg.metadata.controller.VoterDescription;
import io.thalweg.metadata.event.CommandReply.Rejected;
import io.thalweg.metadata.model.VoterPeer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** This broker as one that votes, or may come to. Thread-safe; nothing here blocks. */
public interface VoterHost {

    /**
     * Exactly one is given.
     *
     * @param peer the broker is ready to vote under this name
     * @param refusal why it is not
     */
    record Prepared(@Nullable VoterPeer peer, @Nullable Rejected refusal) {}

    /** What the broker says of its vote. */
    VoterDescription describe();

    /** Gets ready to vote under a new name. */
    CompletableFuture<Prepared> prepare();

    /** Ends the vote under that name, if it is the broker's; completes when that is done. */
    CompletableFuture<Boolean> release(String peerId);
}
