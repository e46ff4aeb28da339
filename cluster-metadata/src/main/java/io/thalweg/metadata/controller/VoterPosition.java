package io.thalweg.metadata.controller;

import io.thalweg.metadata.model.VoterPeer;

/**
 * How far a voter is, as the metadata leader knows.
 *
 * @param peer the voter
 * @param leads whether it is the metadata leader
 * @param commitIndex how far it knows the log to be committed, when it was last heard
 * @param silentMillis time since it was last heard; 0 for the leader itself
 */
public record VoterPosition(VoterPeer peer, boolean leads, long commitIndex, long silentMillis) {

    /** A voter that was not heard for longer than this does not count as live. The leader asks every few hundred ms. */
    public static final long LIVE_MILLIS = 3_000;

    /** Whether it was heard lately. */
    public boolean live() {
        return silentMillis <= LIVE_MILLIS;
    }
}
