package io.thalweg.broker.replication;

import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.broker.replication.message.ResetCause;
import io.thalweg.metadata.model.BrokerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows that came before this broker's image did (rule R2). Instead of sending the follower away, the replica keeps
 * the newest Follow of each broker until its own image reaches that epoch: the follower then starts without a pause.
 */
final class ParkedFollows {
    private final ReplicaContext context;
    /** Mostly empty, and then no map of its own: there are as many as partitions. */
    private Map<BrokerId, Parked> parked = Map.of();

    private final FollowAttempts attempts;

    ParkedFollows(ReplicaContext context) {
        this.context = context;
        this.attempts = new FollowAttempts(context);
    }

    /** Keeps a Follow from this replica's future and refuses any other. */
    void admit(PeerStream stream, FollowerMessage.Follow follow) {
        if (follow.leaderEpoch().compareTo(context.leaderEpoch()) > 0) {
            if (attempts.admit(stream, follow)) {
                parked = parked.isEmpty() ? new HashMap<>() : parked;
                parked.put(stream.peer(), new Parked(stream, follow));
            }
        } else {
            ResetCause cause =
                    follow.leaderEpoch().equals(context.leaderEpoch()) ? ResetCause.NOT_LEADER : ResetCause.OLD_EPOCH;
            context.outbox()
                    .add(new ReplicaAction.SendToFollower(stream, LeaderMessage.Reset.of(follow.leaderEpoch(), cause)));
        }
    }

    void forget(PeerStream stream) {
        if (!parked.isEmpty()) {
            parked.values().removeIf(entry -> entry.stream.equals(stream));
        }
    }

    /** The epoch rose: hands what is no longer of the future to the state. */
    void release() {
        List<Parked> due = new ArrayList<>();
        for (Parked entry : parked.values()) {
            if (entry.follow.leaderEpoch().compareTo(context.leaderEpoch()) <= 0) {
                due.add(entry);
            }
        }
        for (Parked entry : due) {
            parked.remove(entry.stream.peer());
            context.state().onFollowerMessage(entry.stream, entry.follow);
        }
        parked = parked.isEmpty() ? Map.of() : parked;
    }

    private record Parked(PeerStream stream, FollowerMessage.Follow follow) {}
}
