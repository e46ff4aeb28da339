package io.thalweg.metadata.controller;

import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.RecoveryEvidence;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What replicas of partitions without a leader told this metadata leader; lost with the leadership. Evidence counts for the
 * leader epoch that it was asked for and for the life of the broker that gave it. Confined to one thread.
 */
final class EvidenceTable {

    private final Map<PartitionUid, Map<BrokerId, Heard>> heard = new HashMap<>();

    private record Heard(LeaderEpoch leaderEpoch, RecoveryEvidence evidence) {}

    void heard(PartitionUid partition, LeaderEpoch leaderEpoch, RecoveryEvidence evidence) {
        heard.computeIfAbsent(partition, uid -> new HashMap<>())
                .put(evidence.broker().id(), new Heard(leaderEpoch, evidence));
    }

    /** The broker's evidence, if it counts. */
    @Nullable
    RecoveryEvidence of(Broker broker, Partition partition) {
        Heard found = heard.getOrDefault(partition.uid(), Map.of()).get(broker.id());
        if (found == null || !found.leaderEpoch().equals(partition.leaderEpoch())) {
            return null;
        }
        RecoveryEvidence evidence = found.evidence();
        return broker.active() && evidence.broker().equals(broker.identity()) ? evidence : null;
    }

    /** Forgets partitions that have a leader again, or are gone. */
    void forgetLed(ClusterImage image) {
        heard.keySet().removeIf(uid -> {
            Partition partition = image.partition(uid);
            return partition == null || partition.leader() != null;
        });
    }
}
