package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.HandOffProposal;
import io.thalweg.metadata.event.ItemOutcome;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import java.util.ArrayList;
import java.util.List;

/** A leader gives its place to another holder; the one planned way for leadership to move. Each item stands alone. */
final class HandOffHandler {

    private HandOffHandler() {}

    static CommandReply handle(ImageEdit edit, Command.HandOff command) {
        RejectionReason problem = Sender.problem(edit, command.proposer());
        if (problem != null) {
            return Sender.rejection(problem, command.proposer());
        }
        List<ItemOutcome> outcomes = new ArrayList<>(command.items().size());
        command.items().forEach(item -> outcomes.add(move(edit, command.proposer(), item)));
        return CommandReply.items(outcomes);
    }

    private static ItemOutcome move(ImageEdit edit, BrokerIdentity proposer, HandOffProposal item) {
        Partition partition = edit.partition(item.partition());
        RejectionReason problem = LeaderClaim.problem(partition, proposer.id(), item.leaderEpoch(), item.version());
        if (partition == null || problem != null) {
            return ItemOutcome.rejected(problem == null ? RejectionReason.TOPIC_NOT_FOUND : problem);
        }
        Broker target = edit.broker(item.target().id());
        Holder entry = item.target().asHolder();
        if (target == null
                || target.draining()
                || !partition.holders().contains(entry)
                || !edit.electable(entry)
                || partition.ledBy(target.id())) {
            return ItemOutcome.rejected(RejectionReason.BROKER_NOT_READY);
        }
        edit.put(Reassignments.finish(edit, partition.withLeader(target.id(), edit.epoch())));
        return ItemOutcome.ACCEPTED;
    }
}
