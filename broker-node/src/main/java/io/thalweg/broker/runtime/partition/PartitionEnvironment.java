package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.log.LogQuarantine;
import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.replication.ReplicationSettings;
import io.thalweg.broker.runtime.feed.FeedReaders;
import io.thalweg.broker.runtime.feed.FollowerFeeds;
import io.thalweg.broker.runtime.link.DiskSpace;
import io.thalweg.broker.runtime.link.PeerLinks;
import io.thalweg.broker.runtime.link.RuntimeListener;
import io.thalweg.broker.runtime.tail.TailCache;
import java.util.function.BooleanSupplier;

/**
 * What all hosted partitions share.
 *
 * @param quarantine where records go that a recovery declared lost
 * @param leased whether this broker's lease holds now; asked after what it vouches for was looked at
 * @param readers read batches from the disk for followers
 */
public record PartitionEnvironment(
        LogStore store,
        LogQuarantine quarantine,
        TailCache tails,
        FollowerFeeds feeds,
        PeerLinks peers,
        Watchers watchers,
        RuntimeListener listener,
        BooleanSupplier leased,
        DiskSpace disk,
        FeedReaders readers) {
    /** Times and bounds of replication. */
    public ReplicationSettings replication() {
        return ReplicationSettings.DEFAULTS;
    }
}
