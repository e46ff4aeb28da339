package io.thalweg.benchmark.load;

import io.thalweg.benchmark.driver.LoadProducer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The first failure of records that must not fail. Thread-safe. */
final class Failure implements LoadProducer.Outcome {
    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();

    @Override
    public void done(@Nullable Throwable failure) {
        if (failure != null) {
            first.compareAndSet(null, failure);
        }
    }

    /** Fails if there was one. */
    void check() {
        Throwable failure = first.get();
        if (failure != null) {
            throw new IllegalStateException("a record failed", failure);
        }
    }
}
