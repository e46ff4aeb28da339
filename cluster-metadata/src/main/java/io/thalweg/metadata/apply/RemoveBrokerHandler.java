package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import java.util.Map;

/**
 * Takes a broker out of the cluster for good, once it has nothing left that anybody needs. Who votes is not in the image: the
 * metadata leader refuses to remove a voter before the command reaches the log.
 */
final class RemoveBrokerHandler {

    private RemoveBrokerHandler() {}

    static CommandReply handle(ImageEdit edit, Command.RemoveBroker command) {
        BrokerId id = command.broker().id();
        Broker broker = edit.broker(id);
        if (broker == null) {
            return CommandReply.done();
        }
        if (!broker.epoch().equals(command.broker().epoch())) {
            return Sender.rejection(RejectionReason.STALE_BROKER_EPOCH, command.broker());
        }
        if (!broker.draining()) {
            return refused(broker, "broker " + id + " is not draining, so it may get new replicas");
        }
        int replicas = edit.partitionsOf(id).size();
        if (replicas > 0) {
            return refused(broker, "broker " + id + " has " + replicas + " replicas");
        }
        edit.remove(broker);
        return CommandReply.done();
    }

    private static CommandReply refused(Broker broker, String message) {
        return new CommandReply.Rejected(
                RejectionReason.BROKER_IN_USE,
                message,
                Map.of("broker", broker.id().toString()));
    }
}
