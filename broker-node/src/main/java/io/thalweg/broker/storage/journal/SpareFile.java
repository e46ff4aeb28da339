package io.thalweg.broker.storage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The file that a journal will go on in, made before it is needed: durable and full of zeros. A write to it changes neither
 * its size nor where it lies on the disk, so forcing it takes one write of the disk and never waits for the file system's own
 * journal. What was not written there is zeros, as in a file that grows, so that replay tells a torn write the same way.
 *
 * <p>{@link #take} is for the thread that appends, {@link #makeMore} for one other thread; the name is free again once what
 * was taken has another.
 */
final class SpareFile {
    private static final int STEP_BYTES = 1 << 20;
    private static final int ROOM_FACTOR = 16;

    private final Path folder;
    private final Path path;
    private final long bytes;
    private final AtomicReference<@Nullable FileChannel> ready = new AtomicReference<>();

    /** These two belong to the thread that makes it. */
    private @Nullable FileChannel making;

    private long made;

    SpareFile(Path folder, long bytes) {
        this.folder = folder;
        this.path = folder.resolve("spare");
        this.bytes = bytes;
    }

    Path path() {
        return path;
    }

    boolean isReady() {
        return ready.get() != null;
    }

    /** The whole file, open at its begin, or null if there is none yet. */
    @Nullable
    FileChannel take() {
        return ready.getAndSet(null);
    }

    /**
     * Makes a part of the file, so small that forcing it does not hold up others for long.
     *
     * @return whether something is left to do
     * @throws IOException if the disk refuses; nothing of the file is left then
     */
    boolean makeMore() throws IOException {
        if (isReady() || making == null && !hasRoom()) {
            return false;
        }
        try {
            FileChannel channel = making;
            if (channel == null) {
                made = 0;
                channel = FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                making = channel;
            }
            ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(STEP_BYTES, bytes - made));
            while (zeros.hasRemaining()) {
                made += channel.write(zeros);
            }
            channel.force(false);
            if (made < bytes) {
                return true;
            }
            making = null;
            ready.set(channel.position(0));
            return false;
        } catch (IOException e) {
            discard();
            throw e;
        }
    }

    /** On a disk that is nearly full the bytes are better left to others. */
    private boolean hasRoom() throws IOException {
        return Files.getFileStore(folder).getUsableSpace() / ROOM_FACTOR > bytes;
    }

    /** Removes what there is of it. Nobody else may be making or taking it. */
    void discard() throws IOException {
        close(making);
        making = null;
        close(take());
        Files.deleteIfExists(path);
    }

    private static void close(@Nullable FileChannel channel) throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
