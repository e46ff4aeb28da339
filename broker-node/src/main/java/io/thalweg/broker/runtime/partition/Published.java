package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.broker.replication.view.ReplicaPositions;
import io.thalweg.broker.runtime.access.PartitionPositions;
import io.thalweg.metadata.model.PartitionId;

/** What other threads may know of a hosted partition; replaced as a whole after each turn. */
record Published(ReplicaPositions positions, EpochHistory epochs, boolean stopped) {
    boolean leading() {
        return !stopped && (positions.role() == ReplicaRole.LEADER || positions.role() == ReplicaRole.LEADER_STARTING);
    }

    Rejection notLeader() {
        return new Rejection.NotLeader(positions.leader(), positions.leaderEpoch());
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
