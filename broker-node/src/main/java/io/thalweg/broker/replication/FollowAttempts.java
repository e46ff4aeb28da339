package io.thalweg.broker.replication;

import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import java.util.HashMap;
import java.util.Map;

/**
 * The newest Follow of each broker. Each lane keeps its order, but a Follow that was held up on one may come after a newer
 * one on the other: it speaks of a log that has changed since, and must not be heard (rule R5).
 */
final class FollowAttempts {
    private static final int FEW = 4;

    private final ReplicaContext context;
    /** No map before the first: many leaders have no follower. */
    private Map<BrokerId, Newest> newest = Map.of();

    private record Newest(BrokerEpoch epoch, long attempt) {}

    FollowAttempts(ReplicaContext context) {
        this.context = context;
    }

    /** Whether this one is newer than all before; it is the newest then. */
    boolean admit(PeerStream stream, FollowerMessage.Follow follow) {
        Newest before = newest.get(stream.peer());
        if (before != null) {
            int life = stream.peerEpoch().compareTo(before.epoch);
            boolean late = life < 0 || (life == 0 && follow.attempt() <= before.attempt);
            if (late && context.rules().keeps(ReplicationRules.Rule.NEWEST_FOLLOW)) {
                return false;
            }
        }
        if (newest.isEmpty()) {
            newest = new HashMap<>(FEW);
        }
        newest.put(stream.peer(), new Newest(stream.peerEpoch(), follow.attempt()));
        return true;
    }
}
