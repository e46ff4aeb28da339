package io.thalweg.metadata.apply;

import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import java.util.List;

/** The two steps that follow when a broker's standing changes: who leads, and who may leave the holder set. */
final class Election {

    private Election() {}

    /**
     * The partition led by the first electable holder in order of preference, or by nobody. A draining broker leads only if
     * nobody else can. Epoch and version are new in both cases, so whoever led before is deposed.
     */
    static Partition elect(ImageEdit edit, Partition partition) {
        BrokerId lastResort = null;
        for (BrokerId replica : partition.replicas()) {
            Holder holder = partition.holder(replica);
            if (holder == null || !edit.electable(holder)) {
                continue;
            }
            if (!draining(edit, replica)) {
                return partition.withLeader(replica, edit.epoch());
            }
            lastResort = lastResort == null ? replica : lastResort;
        }
        return partition.withLeader(lastResort, edit.epoch());
    }

    /**
     * The partition without its fenced and suspect holders, if enough electable ones remain to keep the set strict; else
     * the same partition. Removal without asking the leader is safe: it can only make a deposed leader wait in vain.
     */
    static Partition trim(ImageEdit edit, Partition partition) {
        List<Holder> electable = edit.electable(partition.holders());
        boolean nothingToDrop = electable.size() == partition.holders().size();
        if (nothingToDrop || electable.size() < edit.minInsyncReplicas(partition)) {
            return partition;
        }
        return partition.withHolders(electable, edit.index());
    }

    /** Elects if the broker leads the partition, then trims, then ends a reassignment that is complete by that. */
    static Partition settle(ImageEdit edit, Partition partition, BrokerId broker) {
        return settle(edit, partition, partition.ledBy(broker));
    }

    /** As above, where the leader is known to be deposed or not. */
    static Partition settle(ImageEdit edit, Partition partition, boolean deposed) {
        return Reassignments.finish(edit, trim(edit, deposed ? elect(edit, partition) : partition));
    }

    private static boolean draining(ImageEdit edit, BrokerId id) {
        Broker broker = edit.broker(id);
        return broker != null && broker.draining();
    }
}
