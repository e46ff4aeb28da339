package io.thalweg.broker.app;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Threads of a broker outside its data plane: few, named, and telling of bugs. */
final class NodeThreads {

    private static final int IDLE_SECONDS = 30;

    private final int broker;
    private final Consumer<Throwable> onFatal;

    NodeThreads(int broker, Consumer<Throwable> onFatal) {
        this.broker = broker;
        this.onFatal = onFatal;
    }

    /** A bounded pool whose idle threads end. */
    ExecutorService pool(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** One thread that also keeps time. */
    ScheduledExecutorService timer(String name) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named(name)) {
            @Override
            protected void afterExecute(Runnable task, @Nullable Throwable problem) {
                super.afterExecute(task, problem);
                reportFailure(task);
            }
        };
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return Executors.unconfigurableScheduledExecutorService(timer);
    }

    /** A scheduled executor keeps what a task throws to itself; nobody would ever hear of the bug. */
    private void reportFailure(Runnable task) {
        if (!(task instanceof Future<?> future) || !future.isDone() || future.isCancelled()) {
            return;
        }
        try {
            future.get();
        } catch (ExecutionException e) {
            onFatal.accept(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ThreadFactory named(String name) {
        AtomicInteger next = new AtomicInteger(1);
        return task -> {
            Thread thread = new Thread(task, "b" + broker + "-" + name + "-" + next.getAndIncrement());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((failed, cause) -> onFatal.accept(cause));
            return thread;
        };
    }
}
