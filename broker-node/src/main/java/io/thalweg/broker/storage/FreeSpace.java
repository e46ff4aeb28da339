package io.thalweg.broker.storage;

import io.thalweg.broker.log.StorageFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks the file system of the data folder for its free space, so that writes stop before the disk is full. */
public final class FreeSpace {
    private final Path folder;

    public FreeSpace(Path folder) {
        this.folder = folder;
    }

    /**
     * Bytes that this process may still write. Takes microseconds; ask about once a second.
     *
     * @throws StorageFault if the file system does not answer
     */
    public long usableBytes() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new StorageFault("the file system of " + folder + " does not answer: " + e.getMessage(), e);
        }
    }
}
