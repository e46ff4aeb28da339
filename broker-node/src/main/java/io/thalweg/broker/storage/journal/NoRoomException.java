package io.thalweg.broker.storage.journal;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file system had no room for a write. What was written before is as good as ever. */
public final class NoRoomException extends IOException {
    private NoRoomException(IOException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }

    /**
     * The same as such an exception, if that is what it means. The system's words for it may be in any language, so a file
     * system that has no room for what was to be written counts as well.
     */
    static IOException ifSo(IOException problem, Path folder, long bytes) {
        boolean told = String.valueOf(problem.getMessage()).contains("No space left on device");
        return told || !(problem instanceof ClosedChannelException) && roomIn(folder) < bytes
                ? new NoRoomException(problem)
                : problem;
    }

    private static long roomIn(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
