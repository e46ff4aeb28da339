package io.thalweg.broker.runtime.loop;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for a loop, in order. Tasks of clients are refused above the bounds; internal ones never are, because
 * each kind is bounded where it comes from (credits, one sync or tick or image at a time).
 *
 * <p>Tasks of the bulk lane wait behind all others: catching up must not hold up what is at the end of the log. Each drain
 * takes a few of them, so that they are not held up for ever either.
 */
final class Mailbox {
    /** Of bulk tasks one drain takes no more bytes than this, but for the first. */
    static final long BULK_BYTES = 512 << 10;

    private final int maxEntries;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    // Guarded by lock.
    private final ArrayDeque<LoopTask> tasks = new ArrayDeque<>();
    private final ArrayDeque<LoopTask> bulkTasks = new ArrayDeque<>();
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
     * Takes what is there, up to the bounds and then some of the bulk lane, and waits for something if there is nothing.
     *
     * @return number of tasks left behind
     */
    int drain(List<LoopTask> into, int entries, long drainBytes, long waitNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = waitNanos;
            while (waiting() == 0 && left > 0 && !closed) {
                left = arrived.awaitNanos(left);
            }
            bytes -= move(tasks, into, entries, drainBytes);
            move(bulkTasks, into, entries, BULK_BYTES);
            return waiting();
        } finally {
            lock.unlock();
        }
    }

    /** Moves tasks up to the bounds, but at least one. @return their bytes */
    private static long move(ArrayDeque<LoopTask> from, List<LoopTask> into, int entries, long maxBytes) {
        long taken = 0;
        int end = into.size() + entries;
        for (LoopTask next = from.peek(); next != null && into.size() < end; next = from.peek()) {
            if (taken > 0 && taken + next.bytes() > maxBytes) {
                break;
            }
            taken += next.bytes();
            into.add(from.remove());
        }
        return taken;
    }

    private int waiting() {
        return tasks.size() + bulkTasks.size();
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
        if (task.bulk()) {
            bulkTasks.add(task);
        } else {
            tasks.add(task);
            bytes += task.bytes();
        }
        if (waiting() == 1) {
            arrived.signal();
        }
        return true;
    }
}
