package io.thalweg.metadata.controller;

import io.thalweg.metadata.model.VoterPeer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The members of the quorum as the metadata leader sees and changes them. Thread-safe; nothing here blocks. */
public interface VoterGroup {

    /** How a change ended. */
    enum Change {
        /** Committed: the new voters vote. */
        DONE,
        /** Refused before anything happened: another change is under way. */
        BUSY,
        /** Refused before anything happened: the voters are not those that the change started from. */
        STALE,
        /** The new voter could not be reached or did not catch up; the voters are as before. */
        NOT_CAUGHT_UP,
        /** Refused before anything happened: this voter does not lead. */
        NOT_LEADER,
        /** It may have happened. */
        UNKNOWN
    }

    /** One position per voter if this voter leads, else nothing. */
    List<VoterPosition> positions();

    /** Replaces exactly these voters by those. Completes normally, always. */
    CompletableFuture<Change> change(List<VoterPeer> from, List<VoterPeer> to);

    /** Asks another voter to lead instead of this one; completes with whether it does. */
    CompletableFuture<Boolean> handOver(VoterPeer target);
}
