package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.Drain;
import java.util.Map;

/**
 * Gives a stopping broker its turn: it drains, and no other broker stops before it is fenced. That happens whatever becomes of
 * its process, so nobody holds the turn for ever.
 */
final class StopBrokerHandler {

    private StopBrokerHandler() {}

    static CommandReply handle(ImageEdit edit, Command.StopBroker command) {
        Broker broker = edit.broker(command.broker().id());
        if (broker == null || !broker.epoch().equals(command.broker().epoch())) {
            return Sender.rejection(RejectionReason.STALE_BROKER_EPOCH, command.broker());
        }
        for (Broker other : edit.base().brokers()) {
            if (other.stopping() && !other.id().equals(broker.id())) {
                return new CommandReply.Rejected(
                        RejectionReason.ANOTHER_BROKER_STOPS,
                        "broker " + other.id() + " stops at the moment",
                        Map.of("broker", other.id().toString()));
            }
        }
        edit.put(broker.withDrain(Drain.STOPPING));
        return CommandReply.done();
    }
}
