package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.ItemOutcome;
import io.thalweg.metadata.event.PartitionVersion;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.event.ReplicaMove;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Reassignment;
import io.thalweg.metadata.model.TopicLimits;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Begins reassignments and turns them back. Neither touches a holder set but by what is complete at once: added replicas
 * become holders when the leader has seen them catch up. Each item stands alone.
 */
final class ReassignHandler {

    private final ImageEdit edit;

    private ReassignHandler(ImageEdit edit) {
        this.edit = edit;
    }

    static CommandReply handle(ImageEdit edit, Command.Reassign command) {
        ReassignHandler handler = new ReassignHandler(edit);
        return CommandReply.items(command.items().stream().map(handler::begin).toList());
    }

    static CommandReply handle(ImageEdit edit, Command.CancelReassign command) {
        ReassignHandler handler = new ReassignHandler(edit);
        return CommandReply.items(
                command.items().stream().map(handler::turnBack).toList());
    }

    private ItemOutcome begin(ReplicaMove item) {
        Partition partition = edit.partition(item.partition());
        if (partition == null) {
            return ItemOutcome.rejected(RejectionReason.TOPIC_NOT_FOUND);
        }
        Reassignment present = partition.reassignment();
        boolean begunAlready =
                present != null && !present.cancelled() && present.to().equals(item.replicas());
        if (begunAlready || (present == null && partition.replicas().equals(item.replicas()))) {
            return ItemOutcome.ACCEPTED;
        }
        if (partition.version() != item.version()) {
            return ItemOutcome.rejected(RejectionReason.STALE_VERSION);
        }
        if (present != null) {
            return ItemOutcome.rejected(RejectionReason.REASSIGNMENT_IN_PROGRESS);
        }
        RejectionReason problem = problem(partition, item.replicas());
        if (problem != null) {
            return ItemOutcome.rejected(problem);
        }
        Reassignment move = new Reassignment(partition.replicas(), item.replicas(), false);
        Partition next = partition.reassigning(move, edit.index());
        edit.put(Reassignments.finish(edit, forgettingAcknowledgements(next, move)));
        return ItemOutcome.ACCEPTED;
    }

    /**
     * A broker that was removed in this leader epoch has deleted its log, and the leader may not know it yet. A new epoch
     * makes the leader forget what that broker acknowledged, before it can join again.
     */
    private Partition forgettingAcknowledgements(Partition partition, Reassignment move) {
        boolean begins = !move.adding().isEmpty()
                && partition.removalIndex() > partition.leaderEpoch().value();
        return begins ? partition.withLeader(partition.leader(), edit.epoch()) : partition;
    }

    private @Nullable RejectionReason problem(Partition partition, List<BrokerId> wanted) {
        boolean wellFormed = !wanted.isEmpty()
                && wanted.size() <= TopicLimits.MAX_REPLICAS
                && wanted.size() >= edit.minInsyncReplicas(partition)
                && new HashSet<>(wanted).size() == wanted.size();
        if (!wellFormed) {
            return RejectionReason.INVALID_REQUEST;
        }
        for (BrokerId replica : wanted) {
            Broker broker = edit.broker(replica);
            if (broker == null) {
                return RejectionReason.BROKER_NOT_FOUND;
            }
            if (broker.draining() && !partition.replicas().contains(replica)) {
                return RejectionReason.BROKER_NOT_READY;
            }
        }
        return null;
    }

    private ItemOutcome turnBack(PartitionVersion item) {
        Partition partition = edit.partition(item.partition());
        if (partition == null) {
            return ItemOutcome.rejected(RejectionReason.TOPIC_NOT_FOUND);
        }
        Reassignment present = partition.reassignment();
        if (present == null || present.cancelled()) {
            return ItemOutcome.ACCEPTED;
        }
        if (partition.version() != item.version()) {
            return ItemOutcome.rejected(RejectionReason.STALE_VERSION);
        }
        edit.put(Reassignments.finish(edit, partition.reassigning(present.back(), edit.index())));
        return ItemOutcome.ACCEPTED;
    }
}
