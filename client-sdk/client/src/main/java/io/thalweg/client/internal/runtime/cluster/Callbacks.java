package io.thalweg.client.internal.runtime.cluster;

import io.thalweg.client.api.ThalwegException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one thread on which users' futures complete, so that their callbacks hold up neither the network nor the loops. */
public final class Callbacks {
    private final ExecutorService executor;

    public Callbacks(String name) {
        executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs on the callback thread; after {@link #stop} on the caller's, so that no future stays open. */
    public void run(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    /** A future for the user that completes as the inner one does. */
    public <T> CompletableFuture<T> handOver(CompletableFuture<T> inner) {
        CompletableFuture<T> outer = new CompletableFuture<>();
        inner.whenComplete((value, failure) -> run(() -> settle(outer, value, failure)));
        return outer;
    }

    private static <T> void settle(CompletableFuture<T> outer, T value, @Nullable Throwable failure) {
        if (failure == null) {
            outer.complete(value);
        } else {
            outer.completeExceptionally(ThalwegException.from(failure));
        }
    }

    /** Ends after the callbacks that wait. */
    public void stop() {
        executor.shutdown();
    }
}
