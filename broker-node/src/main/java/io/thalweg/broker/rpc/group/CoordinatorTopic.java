package io.thalweg.broker.rpc.group;

import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.rpc.admin.MetadataGateway;
import io.thalweg.broker.rpc.admin.TopicPlanning;
import io.thalweg.broker.runtime.group.GroupCoordinators;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Topic;
import io.thalweg.proto.v1.ErrorReason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Creates the coordinator topic when the first group asks for its coordinator. Thread-safe. */
public final class CoordinatorTopic {
    private static final int IMAGE_WAIT_SECONDS = 10;

    /** Plans the coordinator topic on an image. */
    @FunctionalInterface
    public interface Planning {
        /** @throws RejectedException while too few brokers are active to place its replicas */
        TopicPlanning.Plan plan(ClusterImage image) throws RejectedException;
    }

    private final ImageView view;
    private final MetadataGateway metadata;
    private final Planning planning;

    public CoordinatorTopic(ImageView view, MetadataGateway metadata, Planning planning) {
        this.view = view;
        this.metadata = metadata;
        this.planning = planning;
    }

    /** The topic, once this broker's image has it. */
    CompletableFuture<Topic> whenThere() {
        Topic known = view.image().topic(GroupCoordinators.TOPIC);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        TopicPlanning.Plan plan;
        try {
            plan = planning.plan(view.image());
        } catch (RejectedException e) {
            return CompletableFuture.failedFuture(e);
        }
        // Another broker may have been faster: whatever the reply says, the image at its index has the topic.
        return metadata.propose(plan.command(), true)
                .thenCompose(outcome -> view.atLeast(outcome.index()).orTimeout(IMAGE_WAIT_SECONDS, TimeUnit.SECONDS))
                .thenCompose(image -> found(image.topic(GroupCoordinators.TOPIC)));
    }

    private static CompletableFuture<Topic> found(@Nullable Topic topic) {
        return topic != null
                ? CompletableFuture.completedFuture(topic)
                : CompletableFuture.failedFuture(new RejectedException(Failure.of(
                        ErrorReason.ERROR_REASON_BROKER_NOT_READY, "The coordinator topic is not there yet.")));
    }

    /** A step on the topic's partition for a group. */
    <T> CompletableFuture<T> then(Function<Topic, CompletableFuture<T>> step) {
        return whenThere().thenCompose(step);
    }
}
