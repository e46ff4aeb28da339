package io.thalweg.broker.rpc.admin;

import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.metadata.controller.AlterationPlan;
import io.thalweg.metadata.controller.AlterationPlanner;
import io.thalweg.metadata.controller.AlterationRequest;
import io.thalweg.metadata.controller.TopicPlan;
import io.thalweg.metadata.controller.TopicPlanner;
import io.thalweg.metadata.controller.TopicRequest;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.proto.v1.AlterTopicRequest;
import io.thalweg.proto.v1.CreateTopicRequest;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Plans topics with the planner of the metadata, on this broker's image; the apply checks again on its own. */
public final class PlacedTopics implements TopicPlanning {

    private final Supplier<UUID> ids;
    private final LongSupplier seeds;

    /**
     * Creates the planning.
     *
     * @param ids random ids
     * @param seeds decide between brokers that are equally good
     */
    public PlacedTopics(Supplier<UUID> ids, LongSupplier seeds) {
        this.ids = ids;
        this.seeds = seeds;
    }

    @Override
    public Plan plan(ClusterImage image, CreateTopicRequest request) throws RejectedException {
        TopicRequest wanted = new TopicRequest(
                request.getName(), request.getPartitions(), request.getReplicas(), request.getConfigMap());
        return accepted(TopicPlanner.plan(image, wanted, new TopicId(ids.get()), seeds.getAsLong()));
    }

    @Override
    public AlterationPlan.Planned plan(ClusterImage image, AlterTopicRequest request) throws RejectedException {
        AlterationRequest wanted = new AlterationRequest(
                request.getName(),
                request.getConfigMap(),
                Set.copyOf(request.getResetConfigList()),
                request.getPartitions());
        AlterationPlan plan = AlterationPlanner.plan(image, wanted, seeds.getAsLong());
        if (plan instanceof AlterationPlan.Planned planned) {
            return planned;
        }
        throw new RejectedException(Replies.failure(((AlterationPlan.Refused) plan).rejection()));
    }

    /**
     * Plans the coordinator topic.
     *
     * @throws RejectedException while fewer brokers than {@code replicas} are active
     */
    public Plan planCoordinator(ClusterImage image, int replicas) throws RejectedException {
        return accepted(TopicPlanner.planCoordinator(image, replicas, new TopicId(ids.get()), seeds.getAsLong()));
    }

    private static Plan accepted(TopicPlan plan) throws RejectedException {
        Optional<CommandReply.Rejected> refused = plan.fold(planned -> Optional.empty(), Optional::of);
        if (refused.isPresent()) {
            throw new RejectedException(Replies.failure(refused.get()));
        }
        return plan.fold(planned -> new Plan(planned.command(), planned.warnings()), rejection -> {
            throw new IllegalStateException("refused after all: " + rejection);
        });
    }
}
