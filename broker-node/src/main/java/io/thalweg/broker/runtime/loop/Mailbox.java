package io.thalweg.broker.runtime.loop;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for a loop, in order. Tasks of clients are refused above the bounds; internal ones never are, because
 * each kind is bounded where it comes from (credits, one sync or tick or image at a time).
 */
final class Mailbox {
    private final int maxEntries;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    // Guarded by lock.
    private final ArrayDeque<LoopTask> tasks = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    Mailbox(int maxEntries, long maxBytes) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    /** @return false if the mailbox is full or closed; the task is not kept then */
    boolean offer(LoopTask task) {
        lock.lock();
        try {
            boolean full = tasks.size() >= maxEntries || (bytes > 0 && bytes + task.bytes() > maxBytes);
            return !full && add(task);
        } finally {
            lock.unlock();
        }
    }

    /** @return false if the mailbox is closed */
    boolean post(LoopTask task) {
        lock.lock();
        try {
            return add(task);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what is there, up to the bounds, and waits for something if there is nothing.
     *
     * @return number of tasks left behind
     */
    int drain(List<LoopTask> into, int entries, long drainBytes, long waitNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = waitNanos;
            while (tasks.isEmpty() && left > 0 && !closed) {
                left = arrived.awaitNanos(left);
            }
            long taken = 0;
            for (LoopTask next = tasks.peek(); next != null && into.size() < entries; next = tasks.peek()) {
                if (taken > 0 && taken + next.bytes() > drainBytes) {
                    break;
                }
                taken += next.bytes();
                into.add(tasks.remove());
            }
            bytes -= taken;
            return tasks.size();
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing in any more; what is inside can still be drained. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean add(LoopTask task) {
        if (closed) {
            return false;
        }
        tasks.add(task);
        bytes += task.bytes();
        if (tasks.size() == 1) {
            arrived.signal();
        }
        return true;
    }
}
