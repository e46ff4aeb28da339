package io.thalweg.broker.rpc.produce;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the batches of producers that this broker has taken and not answered yet, over all of them: while a follower is
 * silent they stay in memory, however many producers there are. Above half of it streams stop reading; what they read all the
 * same is refused above all of it.
 *
 * <p>What a stream that does not read has been sent lies in the network's memory, so only so many may stop; the others read on
 * and are refused. Thread-safe.
 */
public final class AppendBudget {
    private static final Logger LOG = LoggerFactory.getLogger(AppendBudget.class);
    private static final int TIGHT_PART = 2;
    private static final int WOKEN_AT_A_LOOK = 32;

    private final long mostBytes;
    private final int mostWaiting;
    private final AtomicLong held = new AtomicLong();
    private final AtomicInteger wakes = new AtomicInteger();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Set<Runnable> waiting = new LinkedHashSet<>();

    /**
     * An empty budget.
     *
     * @param mostBytes the bound, above 0
     * @param mostWaiting how many streams may stop reading at the same time
     */
    public AppendBudget(long mostBytes, int mostWaiting) {
        if (mostBytes < 1) {
            throw new IllegalArgumentException("mostBytes must be above 0: " + mostBytes);
        }
        this.mostBytes = mostBytes;
        this.mostWaiting = mostWaiting;
    }

    /** Bytes that are taken now. */
    public long held() {
        return held.get();
    }

    /** The bound. */
    public long mostBytes() {
        return mostBytes;
    }

    /** Lets some streams read on if there is room. To be called now and then: those that were woken may have had nothing to read. */
    public void look() {
        wake(WOKEN_AT_A_LOOK);
    }

    /** Takes so much, which {@link #giveBack} returns; false if that is too much. A single batch always fits. */
    boolean take(long bytes) {
        long before = held.get();
        while (before == 0 || before + bytes <= mostBytes) {
            if (held.compareAndSet(before, before + bytes)) {
                return true;
            }
            before = held.get();
        }
        return false;
    }

    /** Returns what was taken, and lets the stream read on that has waited longest, or all when nothing is under way. */
    void giveBack(long bytes) {
        long left = held.addAndGet(-bytes);
        wake(left == 0 ? mostWaiting : 1);
    }

    /** Whether streams may read on. */
    boolean isRoomy() {
        return held.get() <= mostBytes / TIGHT_PART;
    }

    /**
     * Runs the task, once, when there is room again, on whichever thread makes it. A task that waits already is not added again.
     *
     * @return false if too many wait: then it never runs
     */
    boolean whenRoomy(Runnable task) {
        synchronized (lock) {
            if (waiting.size() >= mostWaiting && !waiting.contains(task)) {
                return false;
            }
            waiting.add(task);
        }
        // It may have become roomy before the task was there to be seen.
        wake(1);
        return true;
    }

    /** The task is of no use any more. */
    void forget(Runnable task) {
        synchronized (lock) {
            waiting.remove(task);
        }
    }

    /** What is woken may be answered at once and come here again: it only counts then. */
    private void wake(int most) {
        if (wakes.getAndAdd(most) != 0) {
            return;
        }
        try {
            int seen = most;
            do {
                oldest(isRoomy() ? seen : 0).forEach(AppendBudget::run);
                seen = wakes.addAndGet(-seen);
            } while (seen > 0);
        } catch (Error e) {
            // Nobody could wake anybody any more.
            wakes.set(0);
            throw e;
        }
    }

    private List<Runnable> oldest(int most) {
        synchronized (lock) {
            if (waiting.isEmpty()) {
                return List.of();
            }
            List<Runnable> taken = new ArrayList<>();
            Iterator<Runnable> next = waiting.iterator();
            while (taken.size() < most && next.hasNext()) {
                taken.add(next.next());
                next.remove();
            }
            return taken;
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("A stream could not read on.", e);
        }
    }
}
