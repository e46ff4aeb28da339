package io.thalweg.client.internal.rpc;

import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.reassignment.DecommissionProgress;
import io.thalweg.client.api.admin.reassignment.PartitionMove;
import io.thalweg.client.api.admin.reassignment.ReassignmentDescription;
import io.thalweg.client.api.admin.reassignment.ReassignmentOutcome;
import io.thalweg.proto.v1.CancelReassignmentResponse;
import io.thalweg.proto.v1.DecommissionBrokerResponse;
import io.thalweg.proto.v1.ListReassignmentsResponse;
import io.thalweg.proto.v1.ReassignPartitionResponse;
import io.thalweg.proto.v1.ReassignmentInfo;
import java.util.List;

/** Moves of replicas from the wire. */
final class ReassignmentMapping {
    private ReassignmentMapping() {}

    static ReassignmentOutcome toOutcome(ReassignPartitionResponse response) {
        return new ReassignmentOutcome(toMove(response.getMove()), response.getChanged(), response.getWarningsList());
    }

    static ReassignmentOutcome toOutcome(CancelReassignmentResponse response) {
        return new ReassignmentOutcome(toMove(response.getMove()), response.getChanged(), List.of());
    }

    static List<ReassignmentDescription> toDescriptions(ListReassignmentsResponse response) {
        return response.getReassignmentsList().stream()
                .map(ReassignmentMapping::toDescription)
                .toList();
    }

    static DecommissionProgress toProgress(DecommissionBrokerResponse response) {
        return new DecommissionProgress(
                response.getMovesList().stream()
                        .map(ReassignmentMapping::toMove)
                        .toList(),
                response.getReplicasLeft(),
                response.getMoving(),
                response.getRemoved(),
                response.getWarningsList());
    }

    private static ReassignmentDescription toDescription(ReassignmentInfo info) {
        return new ReassignmentDescription(
                toMove(info.getMove()), info.getCancelled(), info.getLeader(), info.getInSyncList());
    }

    private static PartitionMove toMove(io.thalweg.proto.v1.PartitionMove move) {
        return new PartitionMove(
                new TopicPartition(move.getTopic(), move.getPartition()), move.getFromList(), move.getToList());
    }
}
