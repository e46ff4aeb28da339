package io.thalweg.client.internal.runtime.produce;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Bounds the bytes that a producer holds. Thread-safe; takes no lock while there is room. */
final class MemoryBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition roomChanged = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    MemoryBudget(long limit) {
        this.limit = limit;
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
        if (tryReserve(bytes)) {
            return true;
        }
        return maxWaitNanos > 0 && waitFor(bytes, maxWaitNanos);
    }

    private boolean tryReserve(long bytes) {
        long before = used.get();
        while (before + bytes <= limit) {
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
                if (tryReserve(bytes)) {
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
            return false;
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
