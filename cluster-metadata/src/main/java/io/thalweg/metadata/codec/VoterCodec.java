package io.thalweg.metadata.codec;

import io.thalweg.metadata.model.Voter;
import io.thalweg.proto.v1.VoterPeer;
import io.thalweg.proto.v1.VoterSet;

/** Voters on the wire. */
public final class VoterCodec {

    private VoterCodec() {}

    /** The set as a message. */
    public static VoterSet toProto(io.thalweg.metadata.model.VoterSet voters) {
        VoterSet.Builder set = VoterSet.newBuilder().setIndex(voters.index());
        voters.peers().forEach(peer -> set.addPeers(toProto(peer)));
        return set.build();
    }

    /** The peer as a message. */
    public static VoterPeer toProto(io.thalweg.metadata.model.VoterPeer peer) {
        Voter voter = peer.voter();
        return VoterPeer.newBuilder()
                .setPeerId(peer.peerId())
                .setBrokerId(voter.id())
                .setHost(voter.host())
                .setPeerPort(voter.peerPort())
                .setRaftPort(voter.raftPort())
                .build();
    }

    /** Throws {@code IllegalArgumentException} if it is none. */
    public static io.thalweg.metadata.model.VoterPeer ofProto(VoterPeer peer) {
        return new io.thalweg.metadata.model.VoterPeer(
                peer.getPeerId(),
                new Voter(peer.getBrokerId(), peer.getHost(), peer.getPeerPort(), peer.getRaftPort()));
    }

    /** Throws {@code IllegalArgumentException} if it is none. */
    public static io.thalweg.metadata.model.VoterSet ofProto(VoterSet voters) {
        return new io.thalweg.metadata.model.VoterSet(
                voters.getIndex(),
                voters.getPeersList().stream()
                        .map((VoterPeer peer) -> ofProto(peer))
                        .toList());
    }
}
