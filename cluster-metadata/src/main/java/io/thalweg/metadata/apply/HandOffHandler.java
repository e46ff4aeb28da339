package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;

/** A leader gives its place to a holder that has everything; the one planned way for leadership to move. */
final class HandOffHandler {

    private HandOffHandler() {}

    static CommandReply handle(ImageEdit edit, Command.HandOff command) {
        RejectionReason problem = Sender.problem(edit, command.proposer());
        if (problem != null) {
            return Sender.rejection(problem, command.proposer());
        }
        Partition partition = edit.partition(command.partition());
        problem = LeaderClaim.problem(partition, command.proposer().id(), command.leaderEpoch(), command.version());
        if (partition == null || problem != null) {
            RejectionReason reason = problem == null ? RejectionReason.TOPIC_NOT_FOUND : problem;
            return CommandReply.rejected(reason, "hand-off of partition " + command.partition() + " is out of date");
        }
        Broker target = edit.broker(command.target().id());
        Holder entry = command.target().asHolder();
        if (target == null
                || target.draining()
                || !partition.holders().contains(entry)
                || !edit.electable(entry)
                || partition.ledBy(target.id())) {
            return CommandReply.rejected(
                    RejectionReason.BROKER_NOT_READY, "broker " + command.target() + " can't take over the partition");
        }
        edit.put(Reassignments.finish(edit, partition.withLeader(target.id(), edit.index())));
        return CommandReply.done();
    }
}
