package io.thalweg.client.api.admin;

import io.thalweg.client.api.BrokerAddress;

/**
 * One voter of the metadata quorum, as the metadata leader sees it.
 *
 * @param broker the broker that votes
 * @param peerId the name that it votes with: its broker id and the id of its Raft folder
 * @param raft where the other voters reach it
 * @param leader whether it leads the metadata
 * @param live whether it was heard within the last seconds
 * @param commitIndex how far it knew the metadata to be committed when it was last heard, -1 if never
 * @param silentMillis time since it was last heard, 0 for the leader itself, -1 if never
 */
public record VoterDescription(
        int broker,
        String peerId,
        BrokerAddress raft,
        boolean leader,
        boolean live,
        long commitIndex,
        long silentMillis) {}
