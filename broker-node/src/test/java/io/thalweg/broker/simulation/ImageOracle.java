package io.thalweg.broker.simulation;

import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Durability;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Topic;
import java.util.HashSet;
import java.util.Set;

/** Checks each step of the metadata, and keeps the budget of data that faults may destroy. */
final class ImageOracle {
    private final Simulation simulation;
    private final Set<BrokerId> lostDisk = new HashSet<>();
    private final Set<BrokerId> lostPower = new HashSet<>();

    ImageOracle(Simulation simulation) {
        this.simulation = simulation;
    }

    void onImage(ClusterImage before, ClusterImage after) {
        for (Partition partition : after.partitions()) {
            Partition old = before.partition(partition.uid());
            if (old == null || old.equals(partition)) {
                continue;
            }
            Oracle.require(
                    partition.leaderEpoch().compareTo(old.leaderEpoch()) >= 0 && partition.version() > old.version(),
                    "S4",
                    () -> "epoch or version of " + partition + " does not grow");
            checkRemoval(after, old, partition);
            boolean elected = !partition.leaderEpoch().equals(old.leaderEpoch());
            BrokerId leader = partition.leader();
            if (elected && leader != null) {
                Holder entry = partition.holder(leader);
                Oracle.require(
                        entry != null && after.electable(entry),
                        "S10",
                        () -> "leader of " + partition + " is not electable");
            }
        }
    }

    private static void checkRemoval(ClusterImage after, Partition old, Partition partition) {
        boolean removes = old.holders().stream().anyMatch(entry -> partition.holder(entry.broker()) == null);
        long validated = partition.holders().stream().filter(after::validated).count();
        Oracle.require(
                !removes || validated >= after.minInsyncReplicas(partition),
                "S8",
                () -> "holders of " + partition + " shrank to " + validated + " validated");
    }

    void powerLost(BrokerId broker) {
        lostPower.add(broker);
    }

    void diskLost(BrokerId broker) {
        lostDisk.add(broker);
    }

    void onDeath(BrokerId broker) {
        simulation.clock().note("broker %s is dead", broker);
    }

    void onRegistered(BrokerId broker) {
        lostDisk.remove(broker);
        lostPower.remove(broker);
    }

    /** Whether a crash may have cost this broker records of the partition, and the metadata does not know it yet. */
    boolean lost(BrokerId broker, ClusterImage image, Partition partition) {
        return lostDisk.contains(broker) || (lostPower.contains(broker) && unsynced(image, partition));
    }

    /** Whether the promise covers that this broker loses everything (or its unsynced part) now. */
    boolean affordable(BrokerId broker, boolean disk) {
        ClusterImage image = simulation.metadata().image();
        for (Partition partition : image.partitionsOf(broker)) {
            if (partition.holder(broker) == null || (!disk && !unsynced(image, partition))) {
                continue;
            }
            int lost = 1;
            int sound = 0;
            for (Holder holder : partition.holders()) {
                boolean other = !holder.broker().equals(broker);
                boolean gone = lost(holder.broker(), image, partition);
                lost += other && gone ? 1 : 0;
                sound += other && !gone && image.validated(holder) ? 1 : 0;
            }
            if (lost > image.minInsyncReplicas(partition) - 1 || sound < 1) {
                return false;
            }
        }
        return true;
    }

    private static boolean unsynced(ClusterImage image, Partition partition) {
        Topic topic = image.topic(partition.id().topic());
        return topic != null && topic.config().durability() == Durability.OS;
    }
}
