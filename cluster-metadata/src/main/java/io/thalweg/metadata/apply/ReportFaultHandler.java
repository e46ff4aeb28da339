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

/**
 * A replica lost records or holds damaged ones: its entry becomes a suspect, and the index of the report is kept, so that
 * nothing which the replica acknowledged before can make it count again in this life of its broker.
 */
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
        boolean concerned = entry != null || partition.replicas().contains(broker);
        if (!concerned || partition.fault(broker) > command.settledFault()) {
            return CommandReply.done();
        }
        Partition faulty = partition.withFault(broker, edit.index());
        if (entry != null) {
            List<Holder> holders = new ArrayList<>(partition.holders());
            holders.set(holders.indexOf(entry), new Holder(broker, BrokerEpoch.NONE));
            faulty = Election.settle(edit, faulty.withHolders(holders, edit.index()), broker);
        }
        edit.put(faulty);
        return CommandReply.done();
    }
}
