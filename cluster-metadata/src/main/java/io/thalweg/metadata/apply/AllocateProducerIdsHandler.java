package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.ProducerBlock;

/** Gives blocks of producer ids; the number of the request makes a repeated one get the same block. */
final class AllocateProducerIdsHandler {

    private AllocateProducerIdsHandler() {}

    static CommandReply handle(ImageEdit edit, Command.AllocateProducerIds command) {
        Broker broker = edit.broker(command.broker().id());
        RejectionReason problem = Sender.problem(edit, command.broker());
        if (broker == null || problem != null) {
            return Sender.rejection(problem == null ? RejectionReason.BROKER_NOT_FOUND : problem, command.broker());
        }
        ProducerBlock last = broker.producerBlock();
        if (command.requestNumber() >= 1 && command.requestNumber() == last.request()) {
            return CommandReply.allocated(last.firstId());
        }
        if (command.requestNumber() != last.request() + 1) {
            return CommandReply.rejected(
                    RejectionReason.STALE_VERSION,
                    "request " + command.requestNumber() + " does not follow request " + last.request());
        }
        long first = edit.counters().nextProducerId();
        if (first > Long.MAX_VALUE - ProducerBlock.SIZE) {
            return CommandReply.rejected(RejectionReason.OVERLOADED, "producer ids are used up");
        }
        edit.counters(edit.counters().withNextProducerId(first + ProducerBlock.SIZE));
        edit.putQuietly(broker.withProducerBlock(new ProducerBlock(command.requestNumber(), first)));
        return CommandReply.allocated(first);
    }
}
