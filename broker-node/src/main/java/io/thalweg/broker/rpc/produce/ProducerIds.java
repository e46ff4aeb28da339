package io.thalweg.broker.rpc.produce;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.CompletableFuture;

/**
 * Gives out producer ids from blocks of ten thousand that the metadata allocates, so that a new producer rarely costs a
 * round trip. Ids of a block that a broker did not use up are never used. Thread-safe.
 */
public final class ProducerIds {

    /** Number of ids in a block, as {@code metadata.proto} fixes it. */
    public static final long BLOCK = 10_000;

    /** Asks the metadata for the next block; completes with its first id. */
    @FunctionalInterface
    public interface BlockSource {
        /** Returns the first id of a block that nobody else has. */
        CompletableFuture<Long> next();
    }

    private final BlockSource source;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private long nextId;

    @GuardedBy("lock")
    private long blockEnd;

    /** Creates the ids without a block; the first request fetches one. */
    public ProducerIds(BlockSource source) {
        this.source = source;
    }

    /** Returns an id that was never given out before. */
    public CompletableFuture<Long> next() {
        synchronized (lock) {
            if (nextId < blockEnd) {
                return CompletableFuture.completedFuture(nextId++);
            }
        }
        return source.next().thenApply(this::takeFirstOf);
    }

    private long takeFirstOf(long first) {
        synchronized (lock) {
            if (nextId >= blockEnd) {
                nextId = first + 1;
                blockEnd = first + BLOCK;
            }
        }
        return first;
    }
}
