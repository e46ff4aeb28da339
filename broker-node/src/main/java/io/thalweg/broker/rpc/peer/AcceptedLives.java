package io.thalweg.broker.rpc.peer;

import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The streams that followers dialled: one per follower and lane, all of one life of the follower (rule R5). Only for the
 * streams' own thread.
 */
final class AcceptedLives {
    private final Map<PeerStream, AcceptedStream> streams = new HashMap<>();
    private final Map<BrokerId, BrokerEpoch> newest = new HashMap<>();

    /** Whether a later life of the follower has said hello: this one comes too late. */
    boolean isOver(PeerStream offered) {
        BrokerEpoch seen = newest.get(offered.peer());
        return seen != null && offered.peerEpoch().compareTo(seen) < 0;
    }

    /** What has to end before this one begins: the stream of the same lane, and every one of an earlier life. */
    List<AcceptedStream> replacedBy(PeerStream offered) {
        List<AcceptedStream> replaced = new ArrayList<>();
        streams.forEach((id, stream) -> {
            boolean earlierLife = id.peerEpoch().compareTo(offered.peerEpoch()) < 0;
            if (id.peer().equals(offered.peer()) && (earlierLife || id.lane() == offered.lane())) {
                replaced.add(stream);
            }
        });
        return replaced;
    }

    void add(PeerStream id, AcceptedStream stream) {
        streams.put(id, stream);
        newest.put(id.peer(), id.peerEpoch());
    }

    void remove(PeerStream id) {
        streams.remove(id);
    }
}
