package io.thalweg.metadata.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.thalweg.metadata.codec.CommandCodec;
import io.thalweg.metadata.codec.ImageCodec;
import io.thalweg.metadata.controller.AppliedEntry;
import io.thalweg.metadata.controller.AppliedLog;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.proto.v1.FeedEntries;
import io.thalweg.proto.v1.FeedEntry;
import io.thalweg.proto.v1.ImageChunk;
import io.thalweg.proto.v1.SessionEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one subscriber receives, one message at a time and only when it is asked for: commands after the image that it
 * holds, or a whole image if the applied log does not reach back so far. A slow subscriber holds nothing but its position,
 * or the one image that it is being sent. Confined to one thread.
 */
final class ImageFeed {

    static final int CHUNK_BYTES = 1 << 20;
    private static final long ENTRIES_BYTES = 256 << 10;

    private final AppliedLog applied;
    private final EncodedImages images;
    private long position;
    private @Nullable Transfer transfer;

    /** An image on its way. */
    private record Transfer(long index, ByteString bytes, int sent) {}

    /**
     * @param position index of the image that the subscriber holds, 0 for none
     */
    ImageFeed(AppliedLog applied, EncodedImages images, long position) {
        this.applied = applied;
        this.images = images;
        this.position = position;
        if (position == 0) {
            startTransfer();
        }
    }

    /** The next message, or null if the subscriber has everything. */
    @Nullable
    SessionEvent next() {
        Transfer current = transfer;
        if (current != null) {
            return chunk(current);
        }
        List<AppliedEntry> entries = applied.after(position, ENTRIES_BYTES);
        if (entries == null) {
            return chunk(startTransfer());
        }
        if (entries.isEmpty()) {
            return null;
        }
        position = entries.get(entries.size() - 1).index();
        FeedEntries.Builder message = FeedEntries.newBuilder();
        for (AppliedEntry entry : entries) {
            message.addEntries(
                    FeedEntry.newBuilder().setIndex(entry.index()).setCommand(CommandCodec.toProto(entry.command())));
        }
        return SessionEvent.newBuilder().setEntries(message).build();
    }

    private Transfer startTransfer() {
        ClusterImage image = applied.image();
        Transfer started = new Transfer(image.index(), images.encode(image), 0);
        transfer = started;
        return started;
    }

    private SessionEvent chunk(Transfer current) {
        int end = Math.min(current.sent() + CHUNK_BYTES, current.bytes().size());
        boolean last = end == current.bytes().size();
        ImageChunk chunk = ImageChunk.newBuilder()
                .setIndex(current.index())
                .setChunk(current.bytes().substring(current.sent(), end))
                .setLast(last)
                .build();
        if (last) {
            position = current.index();
            transfer = null;
        } else {
            transfer = new Transfer(current.index(), current.bytes(), end);
        }
        return SessionEvent.newBuilder().setImage(chunk).build();
    }

    /** Encodes an image once for all subscribers that need it. Confined to one thread. */
    static final class EncodedImages {

        private long index = -1;
        private ByteString bytes = ByteString.EMPTY;

        ByteString encode(ClusterImage image) {
            if (index != image.index()) {
                bytes = UnsafeByteOperations.unsafeWrap(ImageCodec.encode(image));
                index = image.index();
            }
            return bytes;
        }

        /** Frees the memory of the last image. */
        void clear() {
            index = -1;
            bytes = ByteString.EMPTY;
        }
    }
}
