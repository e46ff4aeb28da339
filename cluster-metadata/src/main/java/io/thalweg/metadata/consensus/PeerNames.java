package io.thalweg.metadata.consensus;

import io.thalweg.metadata.model.Voter;
import java.util.List;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.jspecify.annotations.Nullable;

/**
 * Raft peer ids: {@code <voter>-<8 hex digits of a storage>}, so that a voter with a new disk is a new peer and never
 * votes with the name of the old one. The voters of the first formation have the storage {@code 00000000}.
 */
final class PeerNames {

    private static final String FIRST_STORAGE = "00000000";

    private final List<Voter> voters;

    PeerNames(List<Voter> voters) {
        this.voters = voters;
    }

    static RaftPeerId first(int voter) {
        return RaftPeerId.valueOf(voter + "-" + FIRST_STORAGE);
    }

    /** The voter of that peer id, or null if the settings do not list it. */
    @Nullable
    Voter voter(@Nullable RaftPeerId peer) {
        if (peer == null) {
            return null;
        }
        String name = peer.toString();
        String id = name.substring(0, Math.max(0, name.indexOf('-')));
        return voters.stream()
                .filter(voter -> Integer.toString(voter.id()).equals(id))
                .findFirst()
                .orElse(null);
    }

    /** The group as it is first formed: every voter, equal priorities. */
    RaftGroup firstGroup(RaftGroupId id) {
        List<RaftPeer> peers = voters.stream()
                .map(voter -> RaftPeer.newBuilder()
                        .setId(first(voter.id()))
                        .setAddress(voter.host() + ":" + voter.raftPort())
                        .build())
                .toList();
        return RaftGroup.valueOf(id, peers);
    }
}
