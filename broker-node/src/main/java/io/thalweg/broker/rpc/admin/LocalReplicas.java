package io.thalweg.broker.rpc.admin;

import io.thalweg.broker.runtime.access.PartitionAccess;
import io.thalweg.broker.runtime.access.ReplicaReport;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.RecoveryEvidence;
import io.thalweg.proto.v1.ReplicaLog;
import io.thalweg.proto.v1.ReportReplicasRequest;
import io.thalweg.proto.v1.ReportReplicasResponse;

/** Tells what this broker's replicas have. Thread-safe. */
final class LocalReplicas {

    private final PartitionAccess partitions;

    LocalReplicas(PartitionAccess partitions) {
        this.partitions = partitions;
    }

    ReportReplicasResponse report(ReportReplicasRequest request) {
        ReportReplicasResponse.Builder response = ReportReplicasResponse.newBuilder();
        for (int uid : request.getPartitionUidsList()) {
            ReplicaReport replica = uid < 1 ? null : partitions.replica(new PartitionUid(uid));
            if (replica != null) {
                response.addReplicas(log(uid, replica));
            }
        }
        return response.build();
    }

    private static ReplicaLog log(int uid, ReplicaReport replica) {
        RecoveryEvidence evidence = replica.evidence();
        String fault = replica.fault();
        return ReplicaLog.newBuilder()
                .setPartitionUid(uid)
                .setBrokerEpoch(replica.broker().epoch().value())
                .setLeaderEpoch(replica.leaderEpoch().value())
                .setLeaderless(replica.leaderless())
                .setLastEpoch(evidence.lastEpoch())
                .setLogStart(evidence.logStart())
                .setHighWatermark(evidence.highWatermark())
                .setLogEnd(evidence.logEnd())
                .setFault(fault == null ? "" : fault)
                .setDamaged(evidence.damaged())
                .build();
    }
}
