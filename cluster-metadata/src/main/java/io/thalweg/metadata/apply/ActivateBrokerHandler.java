package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerState;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;

/** A registered broker comes alive: it may lead, and revives partitions that have no leader. */
final class ActivateBrokerHandler {

    private ActivateBrokerHandler() {}

    static CommandReply handle(ImageEdit edit, Command.ActivateBroker command) {
        Broker broker = edit.broker(command.broker().id());
        RejectionReason problem = Sender.problem(edit, command.broker());
        if (broker == null || problem != null) {
            return Sender.rejection(problem == null ? RejectionReason.BROKER_NOT_FOUND : problem, command.broker());
        }
        if (broker.active()) {
            return CommandReply.done();
        }
        edit.put(broker.withState(BrokerState.ACTIVE));
        for (Partition partition : edit.partitionsOf(broker.id())) {
            Holder entry = partition.holder(broker.id());
            boolean revives = partition.leader() == null && entry != null && edit.electable(entry);
            Partition next = Reassignments.finish(edit, revives ? Election.elect(edit, partition) : partition);
            edit.replace(partition, next);
        }
        return CommandReply.done();
    }
}
