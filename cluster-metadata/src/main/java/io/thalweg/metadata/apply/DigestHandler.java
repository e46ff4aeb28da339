package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.image.ImageEdit;

/** Compares this replica's digest with the proposer's. An index that this image does not remember proves nothing. */
final class DigestHandler {

    private DigestHandler() {}

    static CommandReply handle(ImageEdit edit, Command.Digest command) {
        Long own = edit.base().digestAt(command.imageIndex());
        if (own == null || own == command.hash()) {
            return CommandReply.done();
        }
        return new CommandReply.Diverged(command.imageIndex(), command.hash(), own);
    }
}
