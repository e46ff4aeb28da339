package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.HolderProposal;
import io.thalweg.metadata.event.ItemOutcome;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes of holder sets by the leader. Only the leader adds, since only it knows who caught up; each item stands alone. */
final class ProposeHoldersHandler {

    private final ImageEdit edit;
    private final BrokerIdentity proposer;

    private ProposeHoldersHandler(ImageEdit edit, BrokerIdentity proposer) {
        this.edit = edit;
        this.proposer = proposer;
    }

    static CommandReply handle(ImageEdit edit, Command.ProposeHolders command) {
        RejectionReason problem = Sender.problem(edit, command.proposer());
        if (problem != null) {
            return Sender.rejection(problem, command.proposer());
        }
        ProposeHoldersHandler handler = new ProposeHoldersHandler(edit, command.proposer());
        List<ItemOutcome> outcomes = new ArrayList<>(command.items().size());
        command.items().forEach(item -> outcomes.add(handler.change(item)));
        return CommandReply.items(outcomes);
    }

    private ItemOutcome change(HolderProposal item) {
        Partition partition = edit.partition(item.partition());
        RejectionReason problem = LeaderClaim.problem(partition, proposer.id(), item.leaderEpoch(), item.version());
        if (partition == null || problem != null) {
            return ItemOutcome.rejected(problem == null ? RejectionReason.TOPIC_NOT_FOUND : problem);
        }
        problem = setProblem(partition, item.holders());
        if (problem != null) {
            return ItemOutcome.rejected(problem);
        }
        Partition next = partition.withHolders(inPreferenceOrder(partition, item.holders()), edit.index());
        edit.put(Reassignments.finish(edit, next));
        return ItemOutcome.ACCEPTED;
    }

    private @Nullable RejectionReason setProblem(Partition partition, List<Holder> wanted) {
        Set<BrokerId> brokers = new HashSet<>();
        for (Holder holder : wanted) {
            if (!brokers.add(holder.broker())) {
                return RejectionReason.INVALID_REQUEST;
            }
            RejectionReason problem = partition.holders().contains(holder) ? null : joinProblem(partition, holder);
            if (problem != null) {
                return problem;
            }
        }
        if (!wanted.contains(proposer.asHolder())) {
            return RejectionReason.INVALID_REQUEST;
        }
        boolean removes = partition.holders().stream().anyMatch(holder -> !brokers.contains(holder.broker()));
        long validated = wanted.stream().filter(edit::validated).count();
        return removes && validated < edit.minInsyncReplicas(partition) ? RejectionReason.WOULD_LOSE_DATA : null;
    }

    /** A new entry must be a replica, alive and not draining, in the very life that caught up. */
    private @Nullable RejectionReason joinProblem(Partition partition, Holder holder) {
        Broker broker = edit.broker(holder.broker());
        if (broker == null || !partition.replicas().contains(holder.broker())) {
            return RejectionReason.INVALID_REQUEST;
        }
        if (!broker.validates(holder)) {
            return RejectionReason.STALE_BROKER_EPOCH;
        }
        return broker.active() && !broker.draining() ? null : RejectionReason.BROKER_NOT_READY;
    }

    private static List<Holder> inPreferenceOrder(Partition partition, List<Holder> holders) {
        List<Holder> sorted = new ArrayList<>(holders);
        sorted.sort(Comparator.comparingInt(holder -> partition.replicas().indexOf(holder.broker())));
        return sorted;
    }
}
