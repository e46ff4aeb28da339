package io.thalweg.metadata.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The voters as a committed entry of the metadata log names them. While a change is half done, old and new ones together.
 *
 * @param index log index of that entry; of two sets the one with the higher index is newer; -1 for the first voters and for
 *     {@link #UNKNOWN}
 * @param peers each broker once, unless its folder is being replaced
 */
public record VoterSet(long index, List<VoterPeer> peers) {

    /** Nothing is known. */
    public static final VoterSet UNKNOWN = new VoterSet(-1, List.of());

    /** Copies the list. */
    public VoterSet {
        peers = List.copyOf(peers);
    }

    /** Whether nothing is known. */
    public boolean isUnknown() {
        return peers.isEmpty();
    }

    /** Whether that peer votes. */
    public boolean contains(String peerId) {
        return peers.stream().anyMatch(peer -> peer.peerId().equals(peerId));
    }

    /** The peer of that broker, or null if it does not vote. */
    public @Nullable VoterPeer ofBroker(int broker) {
        return peers.stream()
                .filter(peer -> peer.brokerId() == broker)
                .findFirst()
                .orElse(null);
    }
}
