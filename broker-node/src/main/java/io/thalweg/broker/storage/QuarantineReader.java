package io.thalweg.broker.storage;

import io.thalweg.broker.log.QuarantineFailure;
import io.thalweg.broker.log.QuarantinedPart;
import io.thalweg.broker.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the batches of one part of a quarantine, one after the other, and checks each. For one thread. */
final class QuarantineReader {
    private static final int USUAL_BYTES = 1 << 20;
    /** No batch is longer. */
    private static final int MOST_BYTES = 128 << 20;

    private final Path file;
    private final QuarantinedPart part;
    private ByteBuffer bytes = ByteBuffer.allocate(USUAL_BYTES).limit(0);
    private boolean ended;

    QuarantineReader(Path file, QuarantinedPart part) {
        this.file = file;
        this.part = part;
    }

    /** @throws QuarantineFailure if the file is not what was copied; what was handed over before is good */
    void read(Consumer<RecordBatch> visitor) {
        long next = part.from();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (next < part.to()) {
                RecordBatch batch = next(channel);
                boolean first = next == part.from();
                boolean follows = batch != null && (first ? batch.baseOffset() <= next : batch.baseOffset() == next);
                if (batch == null || !follows || !batch.crcMatches(part.seed())) {
                    throw new QuarantineFailure(file + " is damaged or cut off at offset " + next);
                }
                visitor.accept(batch);
                next = batch.nextOffset();
            }
        } catch (IOException e) {
            throw new QuarantineFailure("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** The next batch, valid until the call after; null if there is no whole one. */
    private @Nullable RecordBatch next(FileChannel channel) throws IOException {
        while (true) {
            try {
                RecordBatch batch = RecordBatch.wrap(bytes);
                bytes.position(bytes.position() + batch.length());
                return batch;
            } catch (IllegalArgumentException e) {
                if (ended || bytes.remaining() >= MOST_BYTES) {
                    return null;
                }
                fill(channel);
            }
        }
    }

    /** What is left moves into a buffer of its own: batches that were handed over stay as they are. */
    private void fill(FileChannel channel) throws IOException {
        ByteBuffer more = ByteBuffer.allocate(Math.max(USUAL_BYTES, 2 * bytes.remaining()));
        more.put(bytes);
        while (!ended && more.hasRemaining()) {
            ended = channel.read(more) < 0;
        }
        bytes = more.flip();
    }
}
