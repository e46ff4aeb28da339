package io.thalweg.broker.rpc.produce;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the batches of producers that this broker has taken and not answered yet, over all of them: while a follower is
 * silent they stay in memory, however many producers there are. From half of it on, streams read nothing more; what they
 * had read by then is refused above all of it. Thread-safe.
 */
public final class AppendBudget {
    private static final int TIGHT_PART = 2;

    private final long mostBytes;
    private final AtomicLong held = new AtomicLong();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();

    /** @param mostBytes the bound, above 0 */
    public AppendBudget(long mostBytes) {
        if (mostBytes < 1) {
            throw new IllegalArgumentException("mostBytes must be above 0: " + mostBytes);
        }
        this.mostBytes = mostBytes;
    }

    /** Bytes that are taken now. */
    public long held() {
        return held.get();
    }

    /** The bound. */
    public long mostBytes() {
        return mostBytes;
    }

    /** Takes so much, which {@link #giveBack} returns; false if that is too much. A single batch always fits. */
    boolean take(long bytes) {
        long before = held.getAndAdd(bytes);
        boolean fits = before == 0 || before + bytes <= mostBytes;
        if (!fits) {
            giveBack(bytes);
        }
        return fits;
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
        wakeIfRoomy();
    }

    /** Whether a stream may read on. */
    boolean isRoomy() {
        return held.get() <= mostBytes / TIGHT_PART;
    }

    /** Runs the task, once, when there is room again: in order of arrival, on whichever thread makes it. */
    void whenRoomy(Runnable task) {
        waiting.add(task);
        wakeIfRoomy();
    }

    /**
     * Wakes one for each answer, as each reads something, and all when nothing is left whose answer could wake the next. What
     * is woken may answer at once and come here again: it only counts then.
     */
    private void wakeIfRoomy() {
        if (waiting.isEmpty() || !isRoomy() || calls.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            wake();
            seen = calls.addAndGet(-seen);
        } while (seen != 0);
    }

    private void wake() {
        Runnable next = isRoomy() ? waiting.poll() : null;
        while (next != null) {
            next.run();
            next = held.get() == 0 ? waiting.poll() : null;
        }
    }
}
