package io.thalweg.metadata.model;

/**
 * A voter under the name that it votes with.
 *
 * @param peerId {@code <broker>-<8 hex digits>}; the digits name one Raft folder, so a broker that lost its folder is another
 *     peer and can't vote again where the lost one has voted
 * @param voter the broker and where the others reach it
 */
public record VoterPeer(String peerId, Voter voter) {

    /** The broker that votes. */
    public int brokerId() {
        return voter.id();
    }
}
