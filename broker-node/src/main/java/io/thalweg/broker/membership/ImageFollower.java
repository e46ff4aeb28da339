package io.thalweg.broker.membership;

import io.thalweg.metadata.apply.Applied;
import io.thalweg.metadata.apply.CommandApply;
import io.thalweg.metadata.codec.CommandCodec;
import io.thalweg.metadata.codec.ImageCodec;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageChanges;
import io.thalweg.proto.v1.FeedEntry;
import io.thalweg.proto.v1.ImageChunk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the feed sends into images: a whole image in pieces, or commands, which it applies as the metadata leader did.
 * An entry at or below the image's index is skipped, so a feed may begin too early but never too late. Not thread-safe.
 */
final class ImageFollower {

    private ClusterImage image;
    private @Nullable ByteArrayOutputStream pieces;

    ImageFollower(ClusterImage initial) {
        this.image = initial;
    }

    ClusterImage image() {
        return image;
    }

    /** A stream begins: pieces of an image that the last one did not finish are worthless. */
    void onStream() {
        pieces = null;
    }

    /** Takes a piece; returns the changes when it was the last one and the image is newer, else null. */
    @Nullable
    ImageChanges onChunk(ImageChunk chunk) {
        ByteArrayOutputStream collected = pieces == null ? new ByteArrayOutputStream() : pieces;
        pieces = collected;
        try {
            chunk.getChunk().writeTo(collected);
            if (!chunk.getLast()) {
                return null;
            }
            pieces = null;
            return replace(ImageCodec.decode(collected.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException("the feed sent bytes that are no image", e);
        }
    }

    private @Nullable ImageChanges replace(ClusterImage next) {
        if (next.index() <= image.index()) {
            return null;
        }
        image = next;
        return ImageChanges.all(next.index());
    }

    /** Applies entries in order; returns what all of them changed, or null when there was nothing new. */
    @Nullable
    ImageChanges onEntries(List<FeedEntry> entries) {
        ImageChanges all = null;
        for (FeedEntry entry : entries) {
            if (entry.getIndex() <= image.index()) {
                continue;
            }
            Applied applied = CommandApply.apply(image, CommandCodec.decode(entry.getCommand()), entry.getIndex());
            image = applied.image();
            all = all == null ? applied.changes() : all.then(applied.changes());
        }
        return all;
    }
}
