package io.thalweg.metadata.controller;

import io.thalweg.metadata.model.VoterPeer;
import io.thalweg.metadata.model.VoterSet;
import org.jspecify.annotations.Nullable;

/**
 * What a broker says of its part in the metadata quorum.
 *
 * @param clusterId text of its cluster id
 * @param formatted it has Raft data
 * @param peer itself as a voter: the name it votes with, or, without Raft data, would form the group with; null if it has no
 *     fixed address
 * @param voters the voters that it knows to be committed; unknown without Raft data
 */
public record VoterDescription(
        String clusterId, boolean formatted, @Nullable VoterPeer peer, VoterSet voters) {}
