package io.thalweg.client.internal.runtime.produce;

import io.thalweg.client.internal.runtime.port.ProducerIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The producer ids of one producer. The partitions share one until a partition needs a fresh one; a partition never gets an id twice. Belongs to the send
 * loop.
 */
final class Identities {
    private final Supplier<CompletableFuture<ProducerIdentity>> source;
    private final Consumer<Runnable> loop;
    private final List<Runnable> waiting = new ArrayList<>();
    private @Nullable ProducerIdentity current;
    private int generation;
    private boolean asked;

    Identities(Supplier<CompletableFuture<ProducerIdentity>> source, Consumer<Runnable> loop) {
        this.source = source;
        this.loop = loop;
    }

    /** Which id {@link #newerThan} gave, for the next question. */
    int generation() {
        return generation;
    }

    /** An id younger than the one of that generation. If there is none yet, null, and the task runs when there is. */
    @Nullable
    ProducerIdentity newerThan(int usedGeneration, Runnable whenKnown) {
        if (generation > usedGeneration) {
            return current;
        }
        waiting.add(whenKnown);
        if (!asked) {
            asked = true;
            source.get().whenComplete((identity, failure) -> loop.accept(() -> answered(identity)));
        }
        return null;
    }

    private void answered(@Nullable ProducerIdentity identity) {
        asked = false;
        if (identity != null) {
            current = identity;
            generation++;
        }
        List<Runnable> tasks = List.copyOf(waiting);
        waiting.clear();
        tasks.forEach(Runnable::run);
    }
}
