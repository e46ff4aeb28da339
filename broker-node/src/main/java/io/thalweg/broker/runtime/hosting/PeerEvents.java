package io.thalweg.broker.runtime.hosting;

import io.thalweg.broker.producer.ProducerRows;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.broker.replication.message.ResetCause;
import io.thalweg.broker.runtime.feed.FollowerFeeds;
import io.thalweg.broker.runtime.link.PeerLinks;
import io.thalweg.broker.runtime.link.PeerListener;
import io.thalweg.broker.runtime.loop.LoopGroup;
import io.thalweg.broker.runtime.loop.LoopTask;
import io.thalweg.broker.runtime.loop.PartitionLoop;
import io.thalweg.broker.runtime.loop.Turn;
import io.thalweg.broker.runtime.partition.HostedPartition;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.PartitionUid;
import java.util.function.BiConsumer;

/** Takes what arrives on the replication streams to the loops of the partitions that it concerns. */
final class PeerEvents implements PeerListener {
    private final HostedPartitions hosted;
    private final LoopGroup loops;
    private final FollowerFeeds feeds;
    private final PeerLinks peers;

    PeerEvents(HostedPartitions hosted, LoopGroup loops, FollowerFeeds feeds, PeerLinks peers) {
        this.hosted = hosted;
        this.loops = loops;
        this.feeds = feeds;
        this.peers = peers;
    }

    @Override
    public void leaderConnected(PeerStream stream) {
        everywhere((turn, partition) -> partition.onLeaderConnected(turn, stream));
    }

    @Override
    public void followerConnected(PeerStream stream) {
        feeds.open(stream);
    }

    @Override
    public void disconnected(PeerStream stream) {
        feeds.close(stream);
        everywhere((turn, partition) -> partition.onDisconnected(turn, stream));
    }

    @Override
    public void fromFollower(PeerStream stream, PartitionUid uid, FollowerMessage message) {
        HostedPartition partition = hosted.get(uid);
        if (partition != null) {
            partition.loop().post(turn -> partition.onFollowerMessage(turn, stream, message));
        } else if (message instanceof FollowerMessage.Follow) {
            peers.send(stream, uid, notHosted(message));
            peers.flush();
        }
    }

    @Override
    public void fromLeader(PeerStream stream, PartitionUid uid, LeaderMessage message, long bytes) {
        HostedPartition partition = hosted.get(uid);
        if (partition == null) {
            peers.release(stream, bytes);
            return;
        }
        partition.loop().post(new LoopTask() {
            @Override
            public void run(Turn turn) {
                partition.onLeaderMessage(turn, stream, message, bytes);
            }

            @Override
            public long bytes() {
                return bytes;
            }

            @Override
            public boolean bulk() {
                return stream.lane() == Lane.BULK;
            }
        });
    }

    @Override
    public void credit(PeerStream stream, long bytes) {
        if (feeds.granted(stream, bytes)) {
            loops.of(stream).post(turn -> turn.atEnd(() -> feeds.pump(stream, turn)));
        }
    }

    /** The partition is not here, or not yet: an epoch above our image's index is from our future. */
    private LeaderMessage notHosted(FollowerMessage message) {
        ClusterImage image = hosted.image();
        long wanted = message.leaderEpoch().value();
        boolean future = image == null || wanted > image.index();
        return future
                ? new LeaderMessage.Reset(
                        message.leaderEpoch(), ResetCause.WAIT_FOR_IMAGE, wanted, 0, null, ProducerRows.NONE)
                : LeaderMessage.Reset.of(message.leaderEpoch(), ResetCause.NOT_LEADER);
    }

    private void everywhere(BiConsumer<Turn, HostedPartition> event) {
        for (PartitionLoop loop : loops.all()) {
            loop.post(turn -> hosted.of(loop).forEach(partition -> event.accept(turn, partition)));
        }
    }
}
