package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.ItemOutcome;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerState;
import io.thalweg.metadata.model.Partition;
import java.util.ArrayList;
import java.util.List;

/** Sessions are over. All brokers are fenced before the first election, so none of them is elected; one epoch for all. */
final class FenceBrokersHandler {

    private FenceBrokersHandler() {}

    static CommandReply handle(ImageEdit edit, Command.FenceBrokers command) {
        List<ItemOutcome> outcomes = new ArrayList<>(command.brokers().size());
        List<BrokerId> fenced = new ArrayList<>(command.brokers().size());
        for (BrokerIdentity identity : command.brokers()) {
            RejectionReason problem = Sender.problem(edit, identity);
            outcomes.add(problem == null ? ItemOutcome.ACCEPTED : ItemOutcome.rejected(problem));
            Broker broker = edit.broker(identity.id());
            if (problem == null && broker != null && broker.active()) {
                edit.put(broker.withState(BrokerState.FENCED));
                fenced.add(broker.id());
            }
        }
        for (Partition partition : edit.partitionsOf(fenced.toArray(BrokerId[]::new))) {
            BrokerId leader = partition.leader();
            boolean deposed = leader != null && fenced.contains(leader);
            edit.replace(partition, Election.settle(edit, partition, deposed));
        }
        return CommandReply.items(outcomes);
    }
}
