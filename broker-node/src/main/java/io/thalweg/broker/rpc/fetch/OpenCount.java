package io.thalweg.broker.rpc.fetch;

import java.util.concurrent.atomic.AtomicInteger;

/** How many of something are open in the whole broker, with a bound. Thread-safe. */
final class OpenCount {

    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    OpenCount(int most) {
        this.most = most;
    }

    /** Counts one more, unless there are as many as may be. */
    boolean tryOpen() {
        if (open.incrementAndGet() <= most) {
            return true;
        }
        open.decrementAndGet();
        return false;
    }

    /** Some that were counted are closed. */
    void closed(int count) {
        open.addAndGet(-count);
    }

    int open() {
        return open.get();
    }
}
