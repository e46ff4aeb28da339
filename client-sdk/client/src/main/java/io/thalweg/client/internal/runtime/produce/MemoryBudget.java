package io.thalweg.client.internal.runtime.produce;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds the bytes that a producer holds. Those that may wait also keep to a pace, which is less; they only do so as long as
 * they may wait, so that it never fails anybody. Thread-safe; takes no lock while there is room.
 */
final class MemoryBudget {
    private final long limit;
    private volatile long pace;
    private final AtomicLong used = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition roomChanged = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    /** @param pace to begin with; {@link #keepTo} changes it */
    MemoryBudget(long limit, long pace) {
        this.limit = limit;
        this.pace = pace;
    }

    long limit() {
        return limit;
    }

    long used() {
        return used.get();
    }

    /** How many threads wait for room. */
    int waiting() {
        return waiting.get();
    }

    /** Takes the bytes, waiting for room at most this long; false if there was none, the budget was closed or the thread interrupted (it stays so). */
    boolean reserve(long bytes, long maxWaitNanos) {
        if (tryReserve(bytes, maxWaitNanos > 0 ? pace : Long.MAX_VALUE)) {
            return true;
        }
        return maxWaitNanos > 0 && waitFor(bytes, maxWaitNanos);
    }

    /** From now on who can wait does so while this many bytes or more are held. */
    void keepTo(long bytesHeld) {
        boolean more = bytesHeld > pace;
        pace = bytesHeld;
        if (more && waiting.get() > 0) {
            signal();
        }
    }

    private boolean tryReserve(long bytes, long below) {
        long before = used.get();
        while (before < below && before + bytes <= limit) {
            if (used.compareAndSet(before, before + bytes)) {
                return true;
            }
            before = used.get();
        }
        return false;
    }

    private boolean waitFor(long bytes, long maxWaitNanos) {
        lock.lock();
        waiting.incrementAndGet();
        try {
            long left = maxWaitNanos;
            while (!closed) {
                if (tryReserve(bytes, left > 0 ? pace : Long.MAX_VALUE)) {
                    return true;
                }
                if (left <= 0) {
                    return false;
                }
                left = roomChanged.awaitNanos(left);
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !closed && tryReserve(bytes, Long.MAX_VALUE);
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
    }

    void release(long bytes) {
        used.addAndGet(-bytes);
        if (waiting.get() > 0) {
            signal();
        }
    }

    /** Waiters give up. */
    void close() {
        closed = true;
        signal();
    }

    private void signal() {
        lock.lock();
        try {
            roomChanged.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
