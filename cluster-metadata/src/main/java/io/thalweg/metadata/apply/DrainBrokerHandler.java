package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.Drain;
import java.util.Map;

/**
 * Marks a broker as draining. Its leaders move by hand-offs of their own accord; nothing is forced here. A broker that stops
 * stays marked as such.
 */
final class DrainBrokerHandler {

    private DrainBrokerHandler() {}

    static CommandReply handle(ImageEdit edit, Command.DrainBroker command) {
        Broker broker = edit.broker(command.broker());
        if (broker == null) {
            return new CommandReply.Rejected(
                    RejectionReason.BROKER_NOT_FOUND,
                    "broker " + command.broker() + " is not registered",
                    Map.of("broker", command.broker().toString()));
        }
        if (broker.drain() != Drain.STOPPING) {
            edit.put(broker.withDrain(command.drain() ? Drain.OPERATOR : Drain.NONE));
        }
        return CommandReply.done();
    }
}
