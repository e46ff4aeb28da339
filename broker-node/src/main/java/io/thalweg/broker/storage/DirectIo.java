package io.thalweg.broker.storage;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whether a file system takes writes that pass by the page cache ({@code O_DIRECT}); some do not. */
final class DirectIo {
    private static final Logger LOG = LoggerFactory.getLogger(DirectIo.class);
    private static final String PROBE = "direct-io-probe";

    private DirectIo() {}

    /** Writes a block in that folder, which exists or can be created, and removes it again. */
    static boolean worksIn(Path directory) {
        Path probe = directory.resolve(PROBE);
        try {
            DurableFiles.createFolders(directory);
            return writesBlock(probe);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.info("tables in {} are written through the page cache: {}", directory, e.getMessage());
            return false;
        } finally {
            remove(probe);
        }
    }

    private static boolean writesBlock(Path probe) throws IOException {
        int block = Math.toIntExact(Files.getFileStore(probe.getParent()).getBlockSize());
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(2 * block).alignedSlice(block).limit(block);
        try (FileChannel channel = FileChannel.open(
                probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT)) {
            return channel.write(bytes) == block;
        }
    }

    private static void remove(Path probe) {
        try {
            Files.deleteIfExists(probe);
        } catch (IOException e) {
            LOG.info("{} was left over: {}", probe, e.getMessage());
        }
    }
}
