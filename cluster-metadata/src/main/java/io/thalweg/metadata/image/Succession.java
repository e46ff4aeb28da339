package io.thalweg.metadata.image;

import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import org.jspecify.annotations.Nullable;

/**
 * Who should lead a partition instead of its present leader, which then hands off of its own accord. Leadership leaves a
 * draining broker at once, and goes back to the preferred replica when that one holds everything again.
 *
 * @param target an electable holder that doesn't drain
 * @param atOnce the leader drains; otherwise the leader waits some seconds, in case the target goes away again
 */
public record Succession(BrokerId target, boolean atOnce) {

    /** What is wanted for the partition, or null if its leader should stay or there is none. */
    public static @Nullable Succession of(ClusterImage image, Partition partition) {
        BrokerId leader = partition.leader();
        Broker leading = leader == null ? null : image.broker(leader);
        if (leading == null) {
            return null;
        }
        BrokerId best = firstFit(image, partition);
        if (best == null || best.equals(leader)) {
            return null;
        }
        boolean preferred = best.equals(partition.replicas().get(0));
        return leading.draining() || preferred ? new Succession(best, leading.draining()) : null;
    }

    private static @Nullable BrokerId firstFit(ClusterImage image, Partition partition) {
        for (BrokerId replica : partition.replicas()) {
            Holder holder = partition.holder(replica);
            Broker broker = image.broker(replica);
            if (holder != null && broker != null && !broker.draining() && image.electable(holder)) {
                return replica;
            }
        }
        return null;
    }
}
