package io.thalweg.broker.storage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The file that a journal will go on in, made before it is needed: durable and full of zeros. A write to it changes neither
 * its size nor where it lies on the disk, so forcing it takes one write of the disk and never waits for the file system's own
 * journal. What was not written there is zeros, as in a file that grows, so that replay tells a torn write the same way.
 *
 * <p>{@link #ready} and {@link #taken} are for the thread that appends, {@link #makeMore} for one other thread. Nothing is made
 * between the two: as long as what is taken still has the name of the spare file, it must not be opened as a new one.
 */
final class SpareFile {
    private static final int STEP_BYTES = 1 << 20;
    private static final int WRITE_BYTES = 1 << 16;
    private static final int ROOM_FACTOR = 16;

    private final Path folder;
    private final Path path;
    private final long bytes;
    private volatile @Nullable FileChannel whole;

    /** These three belong to the thread that makes it. */
    private @Nullable FileChannel making;

    private @Nullable ByteBuffer zeros;
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
        return whole != null;
    }

    /** The whole file, open at its begin, or null if there is none yet. Who takes it gives it another name, then says so. */
    @Nullable
    FileChannel ready() {
        return whole;
    }

    /** The file has another name now; the next one may be made. */
    void taken() {
        whole = null;
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
            long stop = Math.min(bytes, made + STEP_BYTES);
            while (made < stop) {
                made += channel.write(zeros(stop - made));
            }
            channel.force(false);
            if (made < bytes) {
                return true;
            }
            channel.position(0);
            making = null;
            zeros = null;
            whole = channel;
            return false;
        } catch (IOException e) {
            discard();
            throw e;
        }
    }

    /** As many as are asked for, or a part of them. */
    private ByteBuffer zeros(long most) {
        ByteBuffer all = zeros;
        if (all == null) {
            all = ByteBuffer.allocateDirect(WRITE_BYTES);
            zeros = all;
        }
        return all.clear().limit((int) Math.min(WRITE_BYTES, most));
    }

    /** On a disk that is nearly full the bytes are better left to others. */
    private boolean hasRoom() throws IOException {
        return Files.getFileStore(folder).getUsableSpace() / ROOM_FACTOR > bytes;
    }

    /** Removes what there is of it. Nobody else may be making or taking it. */
    void discard() throws IOException {
        close(making);
        making = null;
        close(whole);
        whole = null;
        Files.deleteIfExists(path);
    }

    private static void close(@Nullable FileChannel channel) throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
