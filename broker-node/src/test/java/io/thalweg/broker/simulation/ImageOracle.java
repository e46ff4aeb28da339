package io.thalweg.broker.simulation;

import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;

/** Checks each step of the metadata. */
final class ImageOracle {
    private final Simulation simulation;

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
            simulation.oracle().damage().check(after, old, partition);
            boolean elected = !partition.leaderEpoch().equals(old.leaderEpoch());
            simulation.rare().onPartition(before, after, old, partition);
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

    private void checkRemoval(ClusterImage after, Partition old, Partition partition) {
        boolean removes = old.holders().stream().anyMatch(entry -> partition.holder(entry.broker()) == null);
        long validated = partition.holders().stream().filter(after::validated).count();
        Oracle.require(
                !removes || validated >= after.minInsyncReplicas(partition),
                "S8",
                () -> "holders of " + partition + " shrank to " + validated + " validated");
    }
}
