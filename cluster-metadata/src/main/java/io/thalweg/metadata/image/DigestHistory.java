package io.thalweg.metadata.image;

import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Digests of the last images of one line, so that a {@code Digest} command can be checked although the image has moved on
 * since it was sent. Not part of a snapshot: a restored image starts with its own digest only. Immutable.
 */
final class DigestHistory {

    private static final int KEPT = 1024;

    private final TreePMap<Long, Long> byIndex;
    private final long latest;

    private DigestHistory(TreePMap<Long, Long> byIndex, long latest) {
        this.byIndex = byIndex;
        this.latest = latest;
    }

    static DigestHistory startingAt(long index, long digest) {
        return new DigestHistory(TreePMap.singleton(index, digest), digest);
    }

    DigestHistory with(long index, long digest) {
        TreePMap<Long, Long> kept = byIndex.size() < KEPT ? byIndex : byIndex.minusFirstEntry();
        return new DigestHistory(kept.plus(index, digest), digest);
    }

    long latest() {
        return latest;
    }

    @Nullable
    Long at(long index) {
        return byIndex.get(index);
    }
}
