package io.thalweg.client.internal.runtime.cluster;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon thread that runs tasks one after the other. After {@link #stop} it refuses what comes. */
public final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private final ScheduledThreadPoolExecutor executor;

    public Loop(String name) {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Runs a task soon; false if the loop has stopped. */
    public boolean execute(Runnable task) {
        return submit(task, 0, TimeUnit.NANOSECONDS);
    }

    /** Runs a task once after a delay. */
    public void after(long millis, Runnable task) {
        submit(task, millis, TimeUnit.MILLISECONDS);
    }

    /** Runs a task once after a delay. */
    public void afterNanos(long nanos, Runnable task) {
        submit(task, nanos, TimeUnit.NANOSECONDS);
    }

    private boolean submit(Runnable task, long delay, TimeUnit unit) {
        try {
            executor.schedule(guarded(task), delay, unit);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.trace("stopped; dropped a task", e);
            return false;
        }
    }

    /** Runs a task again and again, with this pause between. */
    public void every(long millis, Runnable task) {
        executor.scheduleWithFixedDelay(guarded(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("a task of the client failed; this is a bug", e);
            }
        };
    }

    /** Runs the tasks that are due, then the last one, then no more. */
    public void stop(Runnable last) {
        execute(() -> {
            try {
                last.run();
            } finally {
                executor.shutdown();
            }
        });
    }
}
