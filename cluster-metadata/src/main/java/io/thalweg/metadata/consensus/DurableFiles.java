package io.thalweg.metadata.consensus;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Forces files and directories to the disk. */
final class DurableFiles {

    private DurableFiles() {}

    /** Makes the content of a file durable; for a directory, the names in it. */
    static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
