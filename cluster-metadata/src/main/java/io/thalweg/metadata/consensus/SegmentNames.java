package io.thalweg.metadata.consensus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes names in the folder of the log durable before an entry is acknowledged: Ratis forces what it writes into segments,
 * but not that they exist, nor their new names, nor the term in which the entry came. Used by the thread that writes the log.
 *
 * <p>The folder is forced only after it has changed. Its time tells, but in steps: a folder whose time is fresh may
 * change again without showing it, so it is forced until that time is old.
 */
final class SegmentNames {

    /** Longer than a step of the time of any file system. */
    private static final long SETTLED_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path folder;
    private final LongSupplier nanoTime;
    private final Forcing forcing;
    private @Nullable FileTime seen;
    private long seenNanos;
    private boolean settled;

    /** Forces a folder to the disk. */
    interface Forcing {
        void force(Path folder) throws IOException;
    }

    SegmentNames(Path folder, LongSupplier nanoTime) {
        this(folder, nanoTime, DurableFiles::force);
    }

    SegmentNames(Path folder, LongSupplier nanoTime, Forcing forcing) {
        this.folder = folder;
        this.nanoTime = nanoTime;
        this.forcing = forcing;
    }

    /** Returns when every name that the folder has now is durable. */
    void force() throws IOException {
        FileTime time = Files.getLastModifiedTime(folder);
        long now = nanoTime.getAsLong();
        if (!time.equals(seen)) {
            seenNanos = now;
            settled = false;
        } else if (settled) {
            return;
        }
        forcing.force(folder);
        settled = time.equals(seen) && now - seenNanos > SETTLED_NANOS;
        seen = time;
    }
}
