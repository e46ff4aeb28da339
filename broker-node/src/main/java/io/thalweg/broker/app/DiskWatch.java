package io.thalweg.broker.app;

import io.thalweg.broker.runtime.link.DiskSpace;
import io.thalweg.broker.storage.FreeSpace;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the free space of the data folder's file system from time to time. Appends of producers stop below 256 MiB and
 * records of other leaders below 128 MiB: that leaves room for what is under way, for the metadata log, and for the store to
 * order its files. Both go on a quarter above, so that they do not flutter. One thread looks, any thread asks.
 */
final class DiskWatch implements DiskSpace {

    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
    private static final long APPEND_BYTES = 256L << 20;
    private static final long FOLLOW_BYTES = 128L << 20;

    private final LongSupplier space;
    private volatile long freeBytes;
    private volatile boolean nearlyFull;
    private volatile boolean tooFullToFollow;

    DiskWatch(FreeSpace space) {
        this(space::usableBytes);
    }

    /** As above, told by anybody. */
    DiskWatch(LongSupplier space) {
        this.space = space;
        look();
    }

    /** Looks now. */
    void look() {
        long free = space.getAsLong();
        freeBytes = free;
        boolean noAppends = isBelow(free, APPEND_BYTES, nearlyFull);
        boolean noFollowing = isBelow(free, FOLLOW_BYTES, tooFullToFollow);
        if (noAppends != nearlyFull) {
            LOG.warn(
                    noAppends
                            ? "Only {} bytes are free for data.dir: appends are refused, leaders go to other brokers."
                                    + " Free or add disk space, or shorten retention"
                            : "{} bytes are free for data.dir: appends are taken again",
                    free);
        }
        if (noFollowing != tooFullToFollow) {
            LOG.warn(
                    noFollowing
                            ? "Only {} bytes are free for data.dir: this broker's replicas leave the in-sync sets until"
                                    + " there is room again"
                            : "{} bytes are free for data.dir: the replicas here follow their leaders again",
                    free);
        }
        nearlyFull = noAppends;
        tooFullToFollow = noFollowing;
    }

    private static boolean isBelow(long free, long limit, boolean before) {
        return free < (before ? limit + limit / 4 : limit);
    }

    @Override
    public boolean nearlyFull() {
        return nearlyFull;
    }

    @Override
    public boolean tooFullToFollow() {
        return tooFullToFollow;
    }

    @Override
    public long freeBytes() {
        return freeBytes;
    }
}
