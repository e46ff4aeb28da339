package io.thalweg.metadata.controller;

import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an operator should know before replicas are moved. Pure. */
final class ReassignmentRisks {

    private final ClusterImage image;
    private final @Nullable BrokerId leaving;

    /**
     * @param leaving a broker that is about to leave the cluster, null for none
     */
    ReassignmentRisks(ClusterImage image, @Nullable BrokerId leaving) {
        this.image = image;
        this.leaving = leaving;
    }

    /** Sentences; none if there is nothing to be said. */
    List<String> of(PlannedMove move) {
        Partition partition = move.partition();
        String name = ReassignmentPlanner.name(image, partition.id());
        List<String> risks = new ArrayList<>(waits(partition, move.replicas(), name));
        int before = partition.replicas().size();
        int after = move.replicas().size();
        if (before != after) {
            risks.add(name + " will have " + after + " replicas instead of " + before + ".");
        }
        int racks = racks(move.replicas());
        if (racks < Math.min(after, usableRacks())) {
            risks.add("The replicas of " + name + " will be in " + racks + " racks, although there are more.");
        } else if (racks < racks(partition.replicas())) {
            risks.add("The replicas of " + name + " will be in " + racks + " racks, which is fewer than now.");
        }
        return risks;
    }

    /** Why the move can't end before something else happens. */
    List<String> waits(Partition partition, Collection<BrokerId> wanted, String name) {
        if (partition.leader() == null) {
            return List.of(name + " has no leader: its move waits until it has one.");
        }
        List<String> waits = new ArrayList<>();
        List<BrokerId> inSync = image.inSync(partition);
        for (BrokerId replica : wanted) {
            if (partition.replicas().contains(replica) && !inSync.contains(replica)) {
                waits.add("Broker " + replica + " stays a replica of " + name
                        + " and is not in sync now: the move ends when it is.");
            }
        }
        return waits;
    }

    private int racks(List<BrokerId> replicas) {
        Set<String> racks = new HashSet<>();
        for (BrokerId replica : replicas) {
            Broker broker = image.broker(replica);
            racks.add(broker == null ? "" : broker.rack());
        }
        return racks.size();
    }

    private int usableRacks() {
        Set<String> racks = new HashSet<>();
        for (Broker broker : image.brokers()) {
            if (broker.active() && !broker.draining() && !broker.id().equals(leaving)) {
                racks.add(broker.rack());
            }
        }
        return racks.size();
    }
}
