package io.thalweg.broker.rpc.peer;

import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.broker.runtime.link.PeerListener;
import io.thalweg.metadata.model.PartitionUid;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what streams tell. */
final class HeardEvents implements PeerListener {
    private final List<String> heard = new CopyOnWriteArrayList<>();

    List<String> heard() {
        return heard;
    }

    @Override
    public void leaderConnected(PeerStream stream) {
        heard.add("leader " + stream.peer().value() + " connected");
    }

    @Override
    public void followerConnected(PeerStream stream) {
        heard.add("follower " + stream.peer().value() + "@" + stream.peerEpoch() + " connected");
    }

    @Override
    public void disconnected(PeerStream stream) {
        heard.add("stream of " + stream.peer().value() + "@" + stream.peerEpoch() + " gone");
    }

    @Override
    public void fromFollower(PeerStream stream, PartitionUid partition, FollowerMessage message) {
        heard.add(message.getClass().getSimpleName());
    }

    @Override
    public void fromLeader(PeerStream stream, PartitionUid partition, LeaderMessage message, long bytes) {
        heard.add(message.getClass().getSimpleName());
    }

    @Override
    public void credit(PeerStream stream, long bytes) {
        heard.add("credit " + bytes);
    }
}
