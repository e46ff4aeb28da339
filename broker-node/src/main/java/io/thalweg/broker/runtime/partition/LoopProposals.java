package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.replication.action.HandOffProposal;
import io.thalweg.broker.replication.action.ProposalOutcome;
import io.thalweg.broker.runtime.link.MetadataLink;
import io.thalweg.broker.runtime.loop.Turn;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.HolderProposal;
import io.thalweg.metadata.event.ItemOutcome;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.PartitionUid;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the partitions of one loop propose. The holder proposals of a turn travel in one command, so that a broker that
 * comes back costs the metadata a few commands and not one per partition. Only for the loop; outcomes arrive on any thread.
 */
public final class LoopProposals {
    private static final int MAX_ITEMS = 1_000;

    /** Said on the way to the apply, not by it: the command may still take effect. */
    private static final Set<RejectionReason> NOT_BY_APPLY = EnumSet.of(
            RejectionReason.NOT_METADATA_LEADER,
            RejectionReason.NO_METADATA_QUORUM,
            RejectionReason.TIMED_OUT,
            RejectionReason.OVERLOADED,
            RejectionReason.BROKER_NOT_READY,
            RejectionReason.INTERNAL);

    private final MetadataLink metadata;
    private final List<HolderProposal> items = new ArrayList<>();
    private final List<Consumer<ProposalOutcome>> waiting = new ArrayList<>();

    public LoopProposals(MetadataLink metadata) {
        this.metadata = metadata;
    }

    /** Proposes at the end of the turn. */
    void holders(Turn turn, BrokerIdentity proposer, HolderProposal item, Consumer<ProposalOutcome> onOutcome) {
        if (items.isEmpty()) {
            turn.atEnd(() -> flush(proposer));
        }
        items.add(item);
        waiting.add(onOutcome);
        if (items.size() >= MAX_ITEMS) {
            flush(proposer);
        }
    }

    void handOff(
            BrokerIdentity proposer,
            PartitionUid partition,
            HandOffProposal proposal,
            Consumer<ProposalOutcome> onOutcome) {
        Command command = new Command.HandOff(
                proposer,
                partition,
                proposal.leaderEpoch(),
                proposal.version(),
                new BrokerIdentity(proposal.target().broker(), proposal.target().epoch()));
        metadata.propose(command).whenComplete((reply, failure) -> onOutcome.accept(outcome(reply)));
    }

    void fault(BrokerIdentity broker, PartitionUid partition, long settledFault, String cause) {
        metadata.propose(new Command.ReportFault(broker, partition, settledFault, cause));
    }

    private void flush(BrokerIdentity proposer) {
        if (items.isEmpty()) {
            return;
        }
        Command command = new Command.ProposeHolders(proposer, items);
        List<Consumer<ProposalOutcome>> listeners = List.copyOf(waiting);
        items.clear();
        waiting.clear();
        metadata.propose(command).whenComplete((reply, failure) -> {
            for (int i = 0; i < listeners.size(); i++) {
                listeners.get(i).accept(outcome(reply, i));
            }
        });
    }

    private static ProposalOutcome outcome(@Nullable CommandReply reply, int item) {
        if (reply instanceof CommandReply.Accepted accepted
                && item < accepted.items().size()) {
            ItemOutcome outcome = accepted.items().get(item);
            return outcome.accepted() ? ProposalOutcome.ACCEPTED : ProposalOutcome.REJECTED;
        }
        return outcome(reply);
    }

    private static ProposalOutcome outcome(@Nullable CommandReply reply) {
        if (reply instanceof CommandReply.Accepted) {
            return ProposalOutcome.ACCEPTED;
        }
        boolean byApply = reply instanceof CommandReply.Rejected rejected && !NOT_BY_APPLY.contains(rejected.reason());
        return byApply ? ProposalOutcome.REJECTED : ProposalOutcome.UNKNOWN;
    }
}
