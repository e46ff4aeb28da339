package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.Durability;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Recovery;
import io.thalweg.metadata.model.RecoveryEvidence;
import io.thalweg.metadata.model.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recovery of a partition in which no holder is electable. The replica with the longest log of the newest epoch leads, holder
 * or not; all holders stay in the set as suspects, because a set of one would lose data at the next lossy crash.
 */
final class RecoverLeaderHandler {

    private final ImageEdit edit;
    private final Command.RecoverLeader command;
    private final Partition partition;

    private RecoverLeaderHandler(ImageEdit edit, Command.RecoverLeader command, Partition partition) {
        this.edit = edit;
        this.command = command;
        this.partition = partition;
    }

    static CommandReply handle(ImageEdit edit, Command.RecoverLeader command) {
        Partition partition = edit.partition(command.partition());
        if (partition == null) {
            return CommandReply.rejected(
                    RejectionReason.TOPIC_NOT_FOUND, "no partition with uid " + command.partition());
        }
        return new RecoverLeaderHandler(edit, command, partition).recover();
    }

    private CommandReply recover() {
        CommandReply refusal = refusal();
        if (refusal != null) {
            return refusal;
        }
        BrokerIdentity winner = winner();
        if (winner == null) {
            return CommandReply.rejected(
                    RejectionReason.WOULD_LOSE_DATA, "no replica that could lead is among the evidence");
        }
        Recovery recovery =
                new Recovery(edit.index(), winner.id(), command.forced(), command.reason(), command.evidence());
        Partition recovered = partition.withRecovery(winner.id(), holdersAfter(winner), recovery, edit.index());
        edit.put(Reassignments.finish(edit, recovered));
        return CommandReply.done();
    }

    private @Nullable CommandReply refusal() {
        if (partition.leader() != null || partition.holders().stream().anyMatch(edit::electable)) {
            return CommandReply.rejected(RejectionReason.RECOVERY_NOT_NEEDED, "the partition needs no recovery");
        }
        if (!partition.leaderEpoch().equals(command.leaderEpoch()) || partition.version() != command.version()) {
            return CommandReply.rejected(RejectionReason.STALE_VERSION, "the partition has changed since");
        }
        Set<BrokerId> heard = new HashSet<>();
        for (RecoveryEvidence evidence : command.evidence()) {
            if (!counts(evidence) || !heard.add(evidence.broker().id())) {
                return CommandReply.rejected(
                        RejectionReason.INVALID_REQUEST, "evidence of " + evidence.broker() + " does not count");
            }
        }
        return heard.isEmpty() || command.forced() ? forceRefusal(heard) : evidenceRefusal(heard);
    }

    /** Evidence of a replica's present life: another one may have lost what this one has. */
    private boolean counts(RecoveryEvidence evidence) {
        BrokerId id = evidence.broker().id();
        Broker broker = edit.broker(id);
        boolean alive = broker != null && broker.active() && broker.identity().equals(evidence.broker());
        return alive && (partition.replicas().contains(id) || partition.holder(id) != null);
    }

    private @Nullable CommandReply forceRefusal(Set<BrokerId> heard) {
        boolean backed = !heard.isEmpty() && !command.reason().isBlank();
        return backed
                ? null
                : CommandReply.rejected(RejectionReason.INVALID_REQUEST, "force needs a live replica and a reason");
    }

    private @Nullable CommandReply evidenceRefusal(Set<BrokerId> heard) {
        Topic topic = edit.base().topic(partition.id().topic());
        boolean unsynced = topic != null && topic.config().durability() == Durability.OS;
        boolean complete = partition.holders().stream().allMatch(holder -> heard.contains(holder.broker()))
                && partition.replicas().stream().allMatch(replica -> heard.contains(replica) || !active(replica));
        boolean whole = command.evidence().stream().noneMatch(RecoveryEvidence::damaged);
        return unsynced && complete && whole
                ? null
                : CommandReply.rejected(RejectionReason.WOULD_LOSE_DATA, "recovery may lose data; an operator decides");
    }

    private boolean active(BrokerId id) {
        Broker broker = edit.broker(id);
        return broker != null && broker.active();
    }

    private @Nullable BrokerIdentity winner() {
        RecoveryEvidence best = null;
        for (RecoveryEvidence evidence : command.evidence()) {
            boolean eligible = command.chosen() == null
                    ? !evidence.damaged()
                    : evidence.broker().id().equals(command.chosen());
            best = eligible && (best == null || better(evidence, best)) ? evidence : best;
        }
        return best == null ? null : best.broker();
    }

    private boolean better(RecoveryEvidence challenger, RecoveryEvidence best) {
        int order = RecoveryEvidence.BY_LOG.compare(challenger, best);
        return order > 0 || (order == 0 && preference(challenger) < preference(best));
    }

    private int preference(RecoveryEvidence evidence) {
        return partition.replicas().indexOf(evidence.broker().id());
    }

    private List<Holder> holdersAfter(BrokerIdentity winner) {
        List<Holder> holders = new ArrayList<>(partition.holders());
        holders.replaceAll(holder -> entryAfter(holder, winner));
        if (partition.holder(winner.id()) == null) {
            holders.add(winner.asHolder());
            holders.sort(Comparator.comparingInt(holder -> partition.replicas().indexOf(holder.broker())));
        }
        return holders;
    }

    /** The winner is validated; an entry of a life that is still registered must not count again without catching up. */
    private Holder entryAfter(Holder holder, BrokerIdentity winner) {
        if (holder.broker().equals(winner.id())) {
            return winner.asHolder();
        }
        return edit.validated(holder) ? new Holder(holder.broker(), BrokerEpoch.NONE) : holder;
    }
}
