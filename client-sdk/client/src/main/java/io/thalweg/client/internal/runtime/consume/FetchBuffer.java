package io.thalweg.client.internal.runtime.consume;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Between the fetch session and the polling thread. Thread-safe. Its size is bounded by the credits of the lanes. */
final class FetchBuffer {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<FetchEntry> entries = new ArrayDeque<>();
    private boolean woken;

    void add(FetchEntry entry) {
        lock.lock();
        try {
            entries.add(entry);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    FetchEntry poll() {
        lock.lock();
        try {
            return entries.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the present wait, or the next. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an entry or a wake-up, at most this long. Returns early when interrupted; the thread stays so. */
    void await(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (entries.isEmpty() && !woken && left > 0) {
                left = changed.awaitNanos(left);
            }
            woken = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
