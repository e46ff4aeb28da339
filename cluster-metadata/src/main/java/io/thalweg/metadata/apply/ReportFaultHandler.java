package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import java.util.ArrayList;
import java.util.List;

/** A broker tells that its own copy is damaged: its entry becomes a suspect until it has caught up anew. */
final class ReportFaultHandler {

    private ReportFaultHandler() {}

    static CommandReply handle(ImageEdit edit, Command.ReportFault command) {
        RejectionReason problem = Sender.problem(edit, command.broker());
        if (problem != null) {
            return Sender.rejection(problem, command.broker());
        }
        Partition partition = edit.partition(command.partition());
        if (partition == null) {
            return CommandReply.rejected(
                    RejectionReason.TOPIC_NOT_FOUND, "no partition with uid " + command.partition());
        }
        BrokerId broker = command.broker().id();
        Holder entry = partition.holder(broker);
        if (entry == null || entry.epoch().equals(BrokerEpoch.NONE)) {
            return CommandReply.done();
        }
        List<Holder> holders = new ArrayList<>(partition.holders());
        holders.set(holders.indexOf(entry), new Holder(broker, BrokerEpoch.NONE));
        edit.put(Election.settle(edit, partition.withHolders(holders, edit.index()), broker));
        return CommandReply.done();
    }
}
