package io.thalweg.broker.runtime.tail;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One cached batch. {@code dropped} is set once, under the lock of its tail, before the cache is told. */
final class TailBatch {
    private final PartitionTail tail;
    private final long baseOffset;
    private final long nextOffset;
    private final ByteBuffer bytes;
    private volatile boolean dropped;

    /** Neighbours in order of arrival over all tails; guarded by the cache's lock. */
    @Nullable
    TailBatch older;

    @Nullable
    TailBatch newer;

    TailBatch(PartitionTail tail, long baseOffset, long nextOffset, ByteBuffer bytes) {
        this.tail = tail;
        this.baseOffset = baseOffset;
        this.nextOffset = nextOffset;
        this.bytes = bytes;
    }

    PartitionTail tail() {
        return tail;
    }

    long baseOffset() {
        return baseOffset;
    }

    long nextOffset() {
        return nextOffset;
    }

    int length() {
        return bytes.remaining();
    }

    /** A new view of the batch. */
    ByteBuffer view() {
        return bytes.duplicate();
    }

    boolean isDropped() {
        return dropped;
    }

    void drop() {
        dropped = true;
    }
}
