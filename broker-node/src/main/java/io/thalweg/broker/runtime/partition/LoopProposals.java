package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.replication.action.ProposalOutcome;
import io.thalweg.broker.runtime.link.MetadataLink;
import io.thalweg.broker.runtime.loop.Turn;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.HandOffProposal;
import io.thalweg.metadata.event.HolderProposal;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.PartitionUid;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the partitions of one loop propose. The proposals of a turn travel in one command, holder sets and hand-offs each,
 * so that a broker that leaves or comes back costs the metadata a few commands and not one per partition. Only for the
 * loop; outcomes arrive on any thread.
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
    private final Collected<HolderProposal> holders = new Collected<>(Command.ProposeHolders::new);
    private final Collected<HandOffProposal> handOffs = new Collected<>(Command.HandOff::new);

    public LoopProposals(MetadataLink metadata) {
        this.metadata = metadata;
    }

    /** Proposes at the end of the turn. */
    void holders(Turn turn, BrokerIdentity proposer, HolderProposal item, Consumer<ProposalOutcome> onOutcome) {
        holders.add(turn, proposer, item, onOutcome);
    }

    /** Proposes at the end of the turn. */
    void handOff(Turn turn, BrokerIdentity proposer, HandOffProposal item, Consumer<ProposalOutcome> onOutcome) {
        handOffs.add(turn, proposer, item, onOutcome);
    }

    void fault(BrokerIdentity broker, PartitionUid partition, long settledFault, String cause) {
        metadata.propose(new Command.ReportFault(broker, partition, settledFault, cause));
    }

    /** Items of one turn and who waits for their outcomes. */
    private final class Collected<T> {
        private final BiFunction<BrokerIdentity, List<T>, Command> command;
        private final List<T> items = new ArrayList<>();
        private final List<Consumer<ProposalOutcome>> waiting = new ArrayList<>();

        Collected(BiFunction<BrokerIdentity, List<T>, Command> command) {
            this.command = command;
        }

        void add(Turn turn, BrokerIdentity proposer, T item, Consumer<ProposalOutcome> onOutcome) {
            if (items.isEmpty()) {
                turn.atEnd(() -> flush(proposer));
            }
            items.add(item);
            waiting.add(onOutcome);
            if (items.size() >= MAX_ITEMS) {
                flush(proposer);
            }
        }

        private void flush(BrokerIdentity proposer) {
            if (items.isEmpty()) {
                return;
            }
            Command proposed = command.apply(proposer, List.copyOf(items));
            List<Consumer<ProposalOutcome>> listeners = List.copyOf(waiting);
            items.clear();
            waiting.clear();
            metadata.propose(proposed).whenComplete((reply, failure) -> {
                for (int i = 0; i < listeners.size(); i++) {
                    listeners.get(i).accept(outcome(reply, i));
                }
            });
        }
    }

    private static ProposalOutcome outcome(@Nullable CommandReply reply, int item) {
        if (reply instanceof CommandReply.Accepted accepted) {
            return accepted.items().get(item).accepted() ? ProposalOutcome.ACCEPTED : ProposalOutcome.REJECTED;
        }
        boolean byApply = reply instanceof CommandReply.Rejected rejected && !NOT_BY_APPLY.contains(rejected.reason());
        return byApply ? ProposalOutcome.REJECTED : ProposalOutcome.UNKNOWN;
    }
}
