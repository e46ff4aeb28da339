package io.thalweg.metadata.image;

import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Reassignment;
import org.jspecify.annotations.Nullable;

/**
 * Who should lead a partition instead of its present leader, which then hands off of its own accord. Leadership leaves a
 * draining broker at once, and one that a reassignment removes, and goes back to the preferred replica when that one holds everything again.
 *
 * @param target an electable holder that doesn't drain
 * @param atOnce the leader drains or is no replica any more when a reassignment ends; otherwise the leader waits some seconds, in case the target goes away again
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
        boolean atOnce = leading.draining() || leaves(partition, leading.id(), best);
        return atOnce || preferred ? new Succession(best, atOnce) : null;
    }

    /** Whether a reassignment removes the leader and could end with that one. */
    private static boolean leaves(Partition partition, BrokerId leader, BrokerId best) {
        Reassignment move = partition.reassignment();
        return move != null && !move.goal().contains(leader) && move.goal().contains(best);
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
