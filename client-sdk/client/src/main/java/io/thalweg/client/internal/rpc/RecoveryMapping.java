package io.thalweg.client.internal.rpc;

import io.thalweg.client.api.admin.recovery.PartitionRecovery;
import io.thalweg.client.api.admin.recovery.PartitionReplicas;
import io.thalweg.client.api.admin.recovery.RecoveryOutcome;
import io.thalweg.client.api.admin.recovery.RecoveryRecord;
import io.thalweg.client.api.admin.recovery.ReplicaDescription;
import io.thalweg.client.api.admin.recovery.ReplicaLog;
import io.thalweg.client.api.admin.recovery.ReplicaStanding;
import io.thalweg.proto.v1.DescribeReplicasResponse;
import io.thalweg.proto.v1.RecoverPartitionRequest;
import io.thalweg.proto.v1.RecoverPartitionResponse;
import io.thalweg.proto.v1.ReplicaInfo;
import java.util.List;

/** Replicas and recoveries to and from the wire. */
final class RecoveryMapping {
    private RecoveryMapping() {}

    static RecoverPartitionRequest toRequest(PartitionRecovery recovery, boolean dryRun) {
        return RecoverPartitionRequest.newBuilder()
                .setTopic(recovery.topic())
                .setPartition(recovery.partition())
                .setReason(recovery.reason())
                .setBrokerId(recovery.broker())
                .setForce(recovery.forced())
                .setExpectedVersion(recovery.version())
                .setDryRun(dryRun)
                .build();
    }

    static List<PartitionReplicas> toReplicas(DescribeReplicasResponse described) {
        return described.getPartitionsList().stream()
                .map(RecoveryMapping::toReplicas)
                .toList();
    }

    static RecoveryOutcome toOutcome(RecoverPartitionResponse response) {
        return new RecoveryOutcome(toReplicas(response.getEvidence()), response.getLeader(), response.getLossesList());
    }

    private static PartitionReplicas toReplicas(io.thalweg.proto.v1.PartitionReplicas partition) {
        return new PartitionReplicas(
                partition.getPartition(),
                partition.getLeader(),
                partition.getLeaderEpoch(),
                partition.getVersion(),
                partition.getReplicasList().stream()
                        .map(RecoveryMapping::toReplica)
                        .toList(),
                partition.getRecoveriesList().stream()
                        .map(recovery -> new RecoveryRecord(
                                recovery.getEpoch(), recovery.getLeader(), recovery.getForced(), recovery.getReason()))
                        .toList());
    }

    private static ReplicaDescription toReplica(ReplicaInfo replica) {
        return new ReplicaDescription(
                replica.getBrokerId(),
                replica.getActive(),
                toStanding(replica.getStanding()),
                replica.hasLog() ? toLog(replica.getLog()) : null,
                replica.getError().getMessage());
    }

    private static ReplicaLog toLog(io.thalweg.proto.v1.ReplicaLog log) {
        return new ReplicaLog(
                log.getBrokerEpoch(),
                log.getLastEpoch(),
                log.getLogStart(),
                log.getHighWatermark(),
                log.getLogEnd(),
                log.getDamaged(),
                log.getFault());
    }

    private static ReplicaStanding toStanding(io.thalweg.proto.v1.ReplicaStanding standing) {
        return switch (standing) {
            case REPLICA_STANDING_OUTSIDE -> ReplicaStanding.OUTSIDE;
            case REPLICA_STANDING_VALIDATED -> ReplicaStanding.VALIDATED;
            case REPLICA_STANDING_SUSPECT -> ReplicaStanding.SUSPECT;
            case REPLICA_STANDING_UNSPECIFIED, UNRECOGNIZED -> ReplicaStanding.UNKNOWN;
        };
    }
}
