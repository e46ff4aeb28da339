package io.thalweg.broker.app;

import io.thalweg.broker.app.http.Readiness;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Reassignment;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * How far this broker is: starting, serving (registered and active), ready (its replicas were in sync once since the start),
 * stopping. Moves forward only. Readiness is about this broker, not about the cluster. One thread moves it, any may look.
 */
final class NodeState {

    private enum Phase {
        STARTING,
        SERVING,
        READY,
        STOPPING
    }

    private final BrokerId self;
    private final UUID incarnation;
    private final CompletableFuture<Void> serving = new CompletableFuture<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<StartRefusal> removed = new CompletableFuture<>();
    private volatile Phase phase = Phase.STARTING;

    NodeState(BrokerId self, UUID incarnation) {
        this.self = self;
        this.incarnation = incarnation;
    }

    /** Completes when clients are served. */
    CompletableFuture<Void> serving() {
        return serving;
    }

    /** Completes when the broker is ready; fails when it never will be. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** Completes when the cluster has taken this broker out, with what to tell the operator. */
    CompletableFuture<StartRefusal> removed() {
        return removed;
    }

    Readiness readiness() {
        return switch (phase) {
            case STARTING -> Readiness.not("starting: not an active member of the cluster yet");
            case SERVING -> Readiness.not("catching up: a replica here is not in sync yet");
            case READY -> Readiness.serving();
            case STOPPING -> Readiness.not("stopping");
        };
    }

    /** Looks whether the image says that this process is active, and then whether its replicas are in sync. */
    void onImage(ClusterImage image) {
        if (phase == Phase.STARTING && isActive(image)) {
            phase = Phase.SERVING;
            serving.complete(null);
        }
        if (phase == Phase.SERVING && isCaughtUp(image)) {
            phase = Phase.READY;
            ready.complete(null);
        }
    }

    private boolean isActive(ClusterImage image) {
        Broker broker = image.broker(self);
        return broker != null && broker.active() && broker.incarnation().equals(incarnation);
    }

    /** A partition without a leader takes nobody back in, so it does not count; nor does a replica that is just being made. */
    private boolean isCaughtUp(ClusterImage image) {
        for (Partition partition : image.partitionsOf(self)) {
            Reassignment move = partition.reassignment();
            boolean added = move != null && move.adding().contains(self);
            if (partition.leader() != null && !added && !image.inSync(partition).contains(self)) {
                return false;
            }
        }
        return true;
    }

    void onStopping() {
        phase = Phase.STOPPING;
    }

    void onRemoved(StartRefusal refusal) {
        removed.complete(refusal);
    }

    void onRefused(StartRefusal refusal) {
        ready.completeExceptionally(refusal);
    }
}
