package io.thalweg.broker.simulation;

import io.thalweg.broker.log.LogDamage;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Flips bits on disks, and knows which copies are damaged and which of those were reported. */
final class Damage {
    private final Simulation simulation;
    private final Set<Copy> inflicted = new HashSet<>();
    private final Set<Copy> everInflicted = new HashSet<>();
    /** With the newest fault before, which the metadata may know. */
    private final Map<Copy, Long> reported = new HashMap<>();

    Damage(Simulation simulation) {
        this.simulation = simulation;
    }

    /** Damages a batch of this replica's log, if the promise covers it. */
    boolean inflict(SimReplica replica) {
        SimBroker broker = replica.broker;
        Partition partition = simulation.metadata().image().partition(replica.uid);
        if (partition == null
                || damaged(broker, replica.uid)
                || !simulation.oracle().losses().affordableUnnoticed(broker.id(), partition)) {
            return false;
        }
        List<RecordBatch> batches = SimReplica.batches(
                broker.store(), replica.log, replica.core.positions().logStart(), Long.MAX_VALUE, Integer.MAX_VALUE);
        if (batches.isEmpty()) {
            return false;
        }
        long offset = batches.get(simulation.clock().pick(batches.size())).baseOffset();
        simulation.clock().note("%s is damaged at %s", replica, offset);
        broker.store().corrupt(replica.log, offset);
        inflicted.add(new Copy(replica.uid, broker.id()));
        everInflicted.add(new Copy(replica.uid, broker.id()));
        return true;
    }

    /** Whether a copy was ever damaged. */
    boolean isKnown(SimReplica replica) {
        return everInflicted.contains(new Copy(replica.uid, replica.broker.id()));
    }

    /** Whether this broker's copy holds a damaged batch. */
    boolean damaged(SimBroker broker, PartitionUid uid) {
        Copy copy = new Copy(uid, broker.id());
        if (!inflicted.contains(copy)) {
            return false;
        }
        try {
            broker.store().verify(new LogId(uid.value()));
            return false;
        } catch (LogDamage damage) {
            return true;
        }
    }

    /** The broker found it, noted it, and tells the metadata. */
    void reported(SimReplica replica) {
        reported.put(new Copy(replica.uid, replica.broker.id()), replica.core.settledFault());
    }

    /** The damaged bytes are gone; others may be damaged later without anybody knowing. */
    void forgotten(SimReplica replica) {
        reported.remove(new Copy(replica.uid, replica.broker.id()));
    }

    /** The log is deleted, with its damage. */
    void deleted(SimBroker broker, PartitionUid uid) {
        Copy copy = new Copy(uid, broker.id());
        inflicted.remove(copy);
        reported.remove(copy);
    }

    /**
     * Who reported damage counts again only when it has other bytes. Until the metadata has heard the report, what the
     * leader proposed before it may still be applied.
     */
    void check(ClusterImage image, Partition before, Partition after) {
        for (Holder holder : after.holders()) {
            Copy copy = new Copy(after.uid(), holder.broker());
            Long settled = reported.get(copy);
            if (settled != null
                    && before.fault(holder.broker()) > settled
                    && image.validated(holder)
                    && !before.holders().contains(holder)) {
                Oracle.require(
                        !damaged(simulation.broker(holder.broker()), after.uid()),
                        "S2",
                        () -> holder + " of partition " + after.uid() + " counts again with the damage it reported");
                reported.remove(copy);
            }
        }
    }

    private record Copy(PartitionUid uid, BrokerId broker) {}
}
