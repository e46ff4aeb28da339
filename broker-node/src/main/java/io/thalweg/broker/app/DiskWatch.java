package io.thalweg.broker.app;

import io.thalweg.broker.runtime.link.DiskSpace;
import io.thalweg.broker.storage.FreeSpace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the free space of the data folder's file system from time to time. Appends stop below 256 MiB, which leaves room
 * for what is under way, and go on above 320 MiB, so that they do not flutter. One thread looks, any thread asks.
 */
final class DiskWatch implements DiskSpace {

    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
    private static final long STOP_BYTES = 256L << 20;
    private static final long GO_ON_BYTES = 320L << 20;

    private final FreeSpace space;
    private volatile long freeBytes;
    private volatile boolean nearlyFull;

    DiskWatch(FreeSpace space) {
        this.space = space;
        look();
    }

    /** Looks now. */
    void look() {
        freeBytes = space.usableBytes();
        boolean full = freeBytes < (nearlyFull ? GO_ON_BYTES : STOP_BYTES);
        if (full != nearlyFull) {
            nearlyFull = full;
            LOG.warn("{} bytes are free: appends {}", freeBytes, full ? "stop" : "go on");
        }
    }

    @Override
    public boolean nearlyFull() {
        return nearlyFull;
    }

    @Override
    public long freeBytes() {
        return freeBytes;
    }
}
