package io.thalweg.broker.runtime.feed;

import io.thalweg.broker.replication.feed.TokenBucket;
import io.thalweg.broker.replication.message.PeerStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Bounds what this broker sends on all its bulk lanes together. Thread-safe. */
public final class BulkThrottle {
    /** The rate that bounds nothing. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private final @Nullable TokenBucket bucket;
    private final Set<PeerStream> heldBack = ConcurrentHashMap.newKeySet();

    /** @param bytesPerSecond {@link #UNLIMITED} for no bound */
    public BulkThrottle(long bytesPerSecond, long nowMillis) {
        bucket = bytesPerSecond == UNLIMITED ? null : new TokenBucket(bytesPerSecond, nowMillis);
    }

    /** Whether anything is ever held back. */
    public boolean isLimited() {
        return bucket != null;
    }

    /** Whether a bulk stream may send now; if not, it is among the next {@link #takeHeldBack}. */
    boolean lets(PeerStream stream, long nowMillis) {
        TokenBucket limit = bucket;
        if (limit == null) {
            return true;
        }
        synchronized (limit) {
            if (limit.isOpen(nowMillis)) {
                return true;
            }
        }
        heldBack.add(stream);
        return false;
    }

    /** So many bytes were granted; fewer than none give back. */
    void take(long bytes) {
        TokenBucket limit = bucket;
        if (limit != null) {
            synchronized (limit) {
                limit.take(bytes);
            }
        }
    }

    /** The streams that were held back since the last call: let them try again. */
    public List<PeerStream> takeHeldBack() {
        List<PeerStream> taken = List.copyOf(heldBack);
        taken.forEach(heldBack::remove);
        return taken;
    }
}
