package io.thalweg.broker.runtime.hosting;

import java.util.TreeMap;
import java.util.function.LongConsumer;

/** Knows up to which image index every loop has acted on everything, and says so when it grows. Thread-safe. */
final class AppliedImages {
    private final LongConsumer listener;
    // Guarded by this: loops that have not finished an index.
    private final TreeMap<Long, Integer> unfinished = new TreeMap<>();
    private long newest;
    private long reported;

    AppliedImages(LongConsumer listener) {
        this.listener = listener;
    }

    /** So many loops must act on the image at this index. */
    void begin(long index, int loops) {
        synchronized (this) {
            newest = index;
            if (loops > 0) {
                unfinished.put(index, loops);
            }
        }
        report();
    }

    /** One loop has acted on it. */
    void finish(long index) {
        synchronized (this) {
            unfinished.computeIfPresent(index, (key, loops) -> loops == 1 ? null : loops - 1);
        }
        report();
    }

    private void report() {
        long applied;
        synchronized (this) {
            applied = unfinished.isEmpty() ? newest : unfinished.firstKey() - 1;
            if (applied <= reported) {
                return;
            }
            reported = applied;
        }
        listener.accept(applied);
    }
}
