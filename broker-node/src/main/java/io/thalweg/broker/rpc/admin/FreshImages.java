package io.thalweg.broker.rpc.admin;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.thalweg.broker.rpc.ImageView;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Images that hold every change which was committed before they were asked for, whichever broker had proposed it: a barrier
 * goes through the metadata log, and this broker's own image must pass it. Callers that come while a barrier is under way
 * share the next one. Thread-safe, never blocks.
 */
public final class FreshImages {

    private static final long OWN_IMAGE_WAIT_SECONDS = 5;

    private final ImageView view;
    private final MetadataGateway metadata;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private @Nullable CompletableFuture<ClusterImage> waiting;

    @GuardedBy("lock")
    private boolean underWay;

    public FreshImages(ImageView view, MetadataGateway metadata) {
        this.view = view;
        this.metadata = metadata;
    }

    /** Fails when no metadata leader answers, or this broker doesn't catch up in time. */
    public CompletableFuture<ClusterImage> next() {
        CompletableFuture<ClusterImage> joined;
        boolean idle;
        synchronized (lock) {
            joined = waiting == null ? new CompletableFuture<>() : waiting;
            waiting = joined;
            idle = !underWay;
            underWay = true;
        }
        if (idle) {
            ask();
        }
        return joined.copy();
    }

    private void ask() {
        CompletableFuture<ClusterImage> asked;
        synchronized (lock) {
            asked = waiting;
            waiting = null;
            underWay = asked != null;
        }
        if (asked == null) {
            return;
        }
        metadata.propose(new Command.Barrier(), false)
                .thenCompose(
                        outcome -> view.atLeast(outcome.index()).orTimeout(OWN_IMAGE_WAIT_SECONDS, TimeUnit.SECONDS))
                .whenComplete((image, problem) -> {
                    ask();
                    if (problem != null) {
                        asked.completeExceptionally(problem);
                    } else {
                        asked.complete(image);
                    }
                });
    }
}
