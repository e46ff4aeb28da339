package io.thalweg.broker.rpc.admin;

import io.thalweg.broker.rpc.ImageView;
import io.thalweg.metadata.model.BrokerId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Waits until a broker leads nothing, by watching the image. Thread-safe. */
public final class DrainWait {

    private final ImageView view;

    /** Creates the wait. */
    public DrainWait(ImageView view) {
        this.view = view;
    }

    /** Completes with 0 when the broker leads nothing, or after the wait with what it still leads. Never fails. */
    public CompletableFuture<Integer> untilEmpty(BrokerId broker, long waitMillis) {
        if (waitMillis <= 0 || leaders(broker) == 0) {
            return CompletableFuture.completedFuture(leaders(broker));
        }
        CompletableFuture<Integer> empty = new CompletableFuture<>();
        Runnable unsubscribe = view.subscribe((image, changes) -> {
            if (image.partitionsLedBy(broker).isEmpty()) {
                empty.complete(0);
            }
        });
        if (leaders(broker) == 0) {
            empty.complete(0);
        }
        return empty.completeOnTimeout(-1, waitMillis, TimeUnit.MILLISECONDS).thenApply(outcome -> {
            unsubscribe.run();
            return leaders(broker);
        });
    }

    private int leaders(BrokerId broker) {
        return view.image().partitionsLedBy(broker).size();
    }
}
