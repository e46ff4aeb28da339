package io.thalweg.metadata.consensus;

import io.thalweg.metadata.model.Voter;
import io.thalweg.metadata.model.VoterPeer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.jspecify.annotations.Nullable;

/**
 * Voters as Raft peers and back. The configuration that Raft keeps carries all that is to be known of a voter: its broker in
 * the peer id, its Raft port in the address, and its peer port in the address for clients, which Ratis does not use itself.
 */
final class PeerNames {

    private PeerNames() {}

    /** The name that a broker votes with, given the id of its Raft folder. */
    static String peerId(int broker, UUID folder) {
        return String.format(Locale.ROOT, "%d-%08x", broker, (int) (folder.getMostSignificantBits() >>> 32));
    }

    static RaftPeer toRaft(VoterPeer peer) {
        Voter voter = peer.voter();
        return RaftPeer.newBuilder()
                .setId(peer.peerId())
                .setAddress(voter.host() + ":" + voter.raftPort())
                .setClientAddress(voter.host() + ":" + voter.peerPort())
                .build();
    }

    static List<RaftPeer> toRaft(List<VoterPeer> peers) {
        return peers.stream().map(PeerNames::toRaft).toList();
    }

    /** The voter, or null if the peer is none of ours. */
    static @Nullable VoterPeer ofRaft(@Nullable RaftPeer peer) {
        if (peer == null || peer.getAddress() == null || peer.getClientAddress() == null) {
            return null;
        }
        String id = peer.getId().toString();
        String address = peer.getAddress();
        return new VoterPeer(
                id,
                new Voter(
                        Integer.parseInt(id.substring(0, id.indexOf('-'))),
                        address.substring(0, address.lastIndexOf(':')),
                        port(peer.getClientAddress()),
                        port(address)));
    }

    static List<VoterPeer> ofRaft(Collection<RaftPeer> peers) {
        return peers.stream()
                .map((RaftPeer peer) -> PeerNames.ofRaft(peer))
                .filter(Objects::nonNull)
                .toList();
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** The group as it is first formed, or unknown to one that joins; equal priorities. */
    static RaftGroup group(RaftGroupId id, List<VoterPeer> first) {
        return RaftGroup.valueOf(id, toRaft(first));
    }
}
