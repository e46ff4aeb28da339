package io.thalweg.cli.chaos.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file system of its own, in memory, with a ballast that fills it. Needs Linux and root. */
public final class SmallDisk implements AutoCloseable {
    private static final int STEP = 1 << 20;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Mounts it on a folder; empty if this process may not. */
    public static Optional<SmallDisk> mount(Path folder, int mebibytes) throws IOException {
        Files.createDirectories(folder);
        boolean done = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "thalweg-test", folder.toString());
        return done ? Optional.of(new SmallDisk(folder)) : Optional.empty();
    }

    /** Fills it up, but for so much; what others free or use meanwhile does not change it. */
    public void fill(long freeBytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(STEP);
        try (SeekableByteChannel ballast =
                Files.newByteChannel(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            long more = free() - freeBytes;
            while (more > 0) {
                more -= ballast.write(zeros.clear().limit((int) Math.min(STEP, more)));
            }
        } catch (IOException e) {
            if (freeBytes > 0) {
                throw e;
            }
        }
    }

    /** Ends {@link #fill}. */
    public void empty() throws IOException {
        Files.deleteIfExists(ballast());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    private long free() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    @Override
    public void close() {
        run("umount", folder.toString());
    }

    private static boolean run(String... words) {
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
