package io.thalweg.broker.runtime.hosting;

import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.broker.runtime.feed.FollowerFeeds;
import io.thalweg.broker.runtime.link.CommittedApplierFactory;
import io.thalweg.broker.runtime.link.MetadataLink;
import io.thalweg.broker.runtime.link.PeerListener;
import io.thalweg.broker.runtime.loop.LoopGroup;
import io.thalweg.broker.runtime.loop.PartitionLoop;
import io.thalweg.broker.runtime.partition.LoopProposals;
import io.thalweg.broker.runtime.partition.PartitionEnvironment;
import io.thalweg.broker.runtime.partition.PartitionFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Puts together what hosts partitions on a group of loops. */
public final class Hosting {
    private final HostedPartitions hosted = new HostedPartitions();
    private final LoopGroup loops;
    private final PartitionEnvironment environment;

    public Hosting(LoopGroup loops, PartitionEnvironment environment) {
        this.loops = loops;
        this.environment = environment;
    }

    /** The partitions hosted now. */
    public HostedPartitions partitions() {
        return hosted;
    }

    /** What takes the peers' messages to the partitions. */
    public PeerListener peerListener() {
        FollowerFeeds feeds = environment.feeds();
        return new PeerEvents(hosted, loops, feeds, environment.peers());
    }

    /** Streams whose followers were held back may send again. */
    public void feedAgain(List<PeerStream> streams) {
        streams.forEach(stream -> loops.of(stream)
                .post(turn -> turn.atEnd(() -> environment.feeds().pump(stream, turn))));
    }

    /**
     * What makes partitions out of images.
     *
     * @param recovered every log of the store
     * @param appliedImageIndex hears up to which index every partition has acted
     */
    public ImageFollower imageFollower(
            ImageFollower.Identity identity,
            MetadataLink metadata,
            Map<String, CommittedApplierFactory> appliers,
            List<StoredLog> recovered,
            LongConsumer appliedImageIndex) {
        List<LoopHosting> hostings = new ArrayList<>();
        for (PartitionLoop loop : loops.all()) {
            List<StoredLog> logs = recovered.stream()
                    .filter(log -> loops.of(log.id().partitionUid()) == loop)
                    .toList();
            PartitionFactory factory = new PartitionFactory(loop, environment, new LoopProposals(metadata));
            hostings.add(new LoopHosting(loop, hosted, factory, appliers, logs));
        }
        return new ImageFollower(
                identity, loops, hosted, hostings, environment.peers(), environment.listener(), appliedImageIndex);
    }

    /** Lets every partition store what a clean stop should not lose. */
    public void closePartitions() {
        for (PartitionLoop loop : loops.all()) {
            loop.post(turn -> hosted.of(loop).forEach(partition -> partition.onClose(turn)));
        }
    }
}
