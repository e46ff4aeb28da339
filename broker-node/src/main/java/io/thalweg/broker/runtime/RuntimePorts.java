package io.thalweg.broker.runtime;

import io.thalweg.broker.log.LogQuarantine;
import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.runtime.link.CommittedApplierFactory;
import io.thalweg.broker.runtime.link.DiskSpace;
import io.thalweg.broker.runtime.link.MetadataLink;
import io.thalweg.broker.runtime.link.PeerLinks;
import io.thalweg.broker.runtime.link.RuntimeListener;
import io.thalweg.broker.runtime.loop.LoopClock;
import java.util.Map;

/**
 * What the data plane stands on.
 *
 * @param store recovered and not yet written to; the runtime does not close it
 * @param quarantine where records go that a recovery declared lost
 * @param metadata the way to the metadata leader
 * @param peers not yet started; the runtime starts and closes it
 * @param disk the data directory's free space
 * @param listener hears what metrics want to know
 * @param clock wall and monotonic time
 * @param appliers by name of the internal topic
 */
public record RuntimePorts(
        LogStore store,
        LogQuarantine quarantine,
        MetadataLink metadata,
        PeerLinks peers,
        DiskSpace disk,
        RuntimeListener listener,
        LoopClock clock,
        Map<String, CommittedApplierFactory> appliers) {
    public RuntimePorts {
        appliers = Map.copyOf(appliers);
    }
}
