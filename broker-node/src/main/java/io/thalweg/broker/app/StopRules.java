package io.thalweg.broker.app;

import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an image says to a broker that wants to stop. Pure.
 *
 * @param self the broker
 */
record StopRules(BrokerId self) {

    /** Whether anybody stays who could miss this broker; nobody misses one that was removed from the cluster. */
    boolean othersServe(ClusterImage image) {
        return image.broker(self) != null && others(image).anyMatch(Broker::active);
    }

    /** The broker that stops at the moment, or null: only one does at a time. */
    @Nullable
    BrokerId stopping(ClusterImage image) {
        return others(image)
                .filter(Broker::stopping)
                .map(Broker::id)
                .findFirst()
                .orElse(null);
    }

    /** Partitions led by this broker that another one can lead. */
    long leadersToMove(ClusterImage image) {
        return image.partitionsLedBy(self).stream()
                .filter(partition -> image.inSync(partition).stream().anyMatch(replica -> stays(image.broker(replica))))
                .count();
    }

    /**
     * Partitions that would take no writes without this broker, and would with it gone a moment later, because a replica
     * elsewhere is catching up. Nobody waits for a replica that is down.
     */
    long replicasToAwait(ClusterImage image) {
        return image.partitionsOf(self).stream()
                .filter(partition -> isNeeded(image, partition))
                .count();
    }

    private boolean isNeeded(ClusterImage image, Partition partition) {
        List<BrokerId> inSync = image.inSync(partition);
        return inSync.contains(self)
                && inSync.size() <= image.minInsyncReplicas(partition)
                && partition.replicas().stream()
                        .anyMatch(replica -> !inSync.contains(replica) && stays(image.broker(replica)));
    }

    private boolean stays(@Nullable Broker broker) {
        return broker != null && !broker.id().equals(self) && broker.active() && !broker.draining();
    }

    private Stream<Broker> others(ClusterImage image) {
        return image.brokers().stream().filter(broker -> !broker.id().equals(self));
    }
}
