package io.thalweg.broker.runtime.loop;

import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.runtime.link.RuntimeListener;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Makes written data durable for all loops together: while there is data that is not, it syncs without a pause, and what
 * is written during one sync is covered by the next. So a sync serves one batch on a quiet broker and thousands on a busy
 * one.
 */
final class SyncThread {
    /** What comes in a second may be 60 MB, and while the disk takes that at once, others wait for it for as long. */
    private static final long LAZY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LogStore store;
    private final RuntimeListener listener;
    private final LongSupplier nanoClock;
    private final LongConsumer onSynced;
    private final Consumer<Throwable> onFatal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Thread thread;
    // Guarded by lock.
    private long writtenSequence;
    private long urgentSequence;
    private boolean stopping;

    SyncThread(
            LogStore store,
            RuntimeListener listener,
            LongSupplier nanoClock,
            LongConsumer onSynced,
            Consumer<Throwable> onFatal) {
        this.store = store;
        this.listener = listener;
        this.nanoClock = nanoClock;
        this.onSynced = onSynced;
        this.onFatal = onFatal;
        this.thread = new Thread(this::run, "thalweg-sync");
    }

    void start() {
        thread.start();
    }

    /** Everything up to this sequence shall become durable: now, or within a tenth of a second if it is not urgent. */
    void want(long sequence, boolean urgent) {
        lock.lock();
        try {
            writtenSequence = Math.max(writtenSequence, sequence);
            if (urgent) {
                urgentSequence = Math.max(urgentSequence, sequence);
            }
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Ends after a last sync of what is written. Waits for it. */
    void stop() throws InterruptedException {
        lock.lock();
        try {
            stopping = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        thread.join();
    }

    private void run() {
        try {
            long synced = 0;
            while (awaitWork(synced)) {
                long start = nanoClock.getAsLong();
                synced = store.sync();
                listener.synced(nanoClock.getAsLong() - start);
                onSynced.accept(synced);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            onFatal.accept(e);
        }
    }

    /** @return false when there is nothing left and the thread shall end */
    private boolean awaitWork(long synced) throws InterruptedException {
        lock.lock();
        try {
            while (writtenSequence <= synced && !stopping) {
                work.await();
            }
            long left = LAZY_NANOS;
            while (urgentSequence <= synced && !stopping && left > 0) {
                left = work.awaitNanos(left);
            }
            return writtenSequence > synced;
        } finally {
            lock.unlock();
        }
    }
}
