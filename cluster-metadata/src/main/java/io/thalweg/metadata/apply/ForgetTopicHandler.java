package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Tombstone;

/** Drops a tombstone that the metadata leader saw confirmed by every broker. */
final class ForgetTopicHandler {

    private ForgetTopicHandler() {}

    static CommandReply handle(ImageEdit edit, Command.ForgetTopic command) {
        Tombstone tombstone = edit.base().tombstone(command.topic());
        if (tombstone == null) {
            return DeleteTopicHandler.notFound(command.topic());
        }
        edit.forget(tombstone);
        return CommandReply.done();
    }
}
