package io.thalweg.metadata.controller;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.image.ClusterImage;
import java.util.concurrent.CompletableFuture;

/** Port of the duties and services to the replicated log. Thread-safe. */
public interface MetadataQuorum {

    /**
     * Submits a command through the local voter. Completes when it is applied here; completes exceptionally when the
     * outcome is not known, which is no proof that it failed.
     */
    CompletableFuture<QuorumReply> submit(Command command);

    /** The newest image of the local voter. */
    ClusterImage image();

    /** A reply and the log index at which the command was applied. */
    record QuorumReply(long index, CommandReply reply) {}
}
