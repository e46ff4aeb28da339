package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.StoragePosition;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.StorageMark;

/** Moves the cluster's time and the storage positions forward, never back. */
final class TickHandler {

    private TickHandler() {}

    static CommandReply handle(ImageEdit edit, Command.Tick command) {
        if (command.timeMillis() > edit.counters().timeMillis()) {
            edit.counters(edit.counters().withTime(command.timeMillis()));
        }
        for (StoragePosition position : command.positions()) {
            Broker broker = edit.broker(position.broker().id());
            if (broker == null || !broker.epoch().equals(position.broker().epoch())) {
                continue;
            }
            StorageMark next = broker.storage().max(position.mark());
            if (!next.equals(broker.storage())) {
                edit.putQuietly(broker.withStorage(next));
            }
        }
        return CommandReply.done();
    }
}
