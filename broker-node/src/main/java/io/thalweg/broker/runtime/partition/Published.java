package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.replication.PartitionReplica;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.broker.replication.view.ReplicaPositions;
import io.thalweg.broker.runtime.access.PartitionPositions;
import io.thalweg.broker.runtime.access.ReplicaReport;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.RecoveryEvidence;
import org.jspecify.annotations.Nullable;

/**
 * What other threads may know of a hosted partition; replaced as a whole after each turn.
 *
 * @param fault why the replica stopped; null while it did not
 */
record Published(
        ReplicaPositions positions,
        EpochHistory epochs,
        @Nullable String fault) {
    static Published of(PartitionReplica replica, @Nullable String fault) {
        return new Published(replica.positions(), new EpochHistory(replica.epochs()), fault);
    }

    boolean leading() {
        return fault == null && positions.role().leads();
    }

    Rejection notLeader() {
        return new Rejection.NotLeader(positions.leader(), positions.leaderEpoch());
    }

    ReplicaReport report(BrokerIdentity self) {
        RecoveryEvidence evidence = new RecoveryEvidence(
                self,
                epochs.last(),
                positions.logStart(),
                positions.logEnd(),
                positions.highWatermark(),
                fault != null || positions.role() == ReplicaRole.DAMAGED);
        boolean still = positions.leader() == null && positions.durableEnd() == positions.logEnd();
        return new ReplicaReport(positions.leaderEpoch(), still, evidence, fault);
    }

    /** @param leased whether the lease held after this was read */
    PartitionPositions positions(PartitionId partition, boolean leased) {
        return new PartitionPositions(
                partition,
                leading(),
                positions.leaderEpoch().value(),
                positions.logStart(),
                positions.highWatermark(),
                positions.durableEnd(),
                positions.logEnd(),
                leading() && positions.servesLatest(),
                leading() && leased);
    }
}
