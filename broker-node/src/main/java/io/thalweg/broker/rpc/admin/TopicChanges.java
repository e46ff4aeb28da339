package io.thalweg.broker.rpc.admin;

import com.google.protobuf.ByteString;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.PartitionLookup;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.rpc.cluster.ImageAnswers;
import io.thalweg.metadata.controller.AlterationPlan;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Topic;
import io.thalweg.proto.v1.AlterTopicRequest;
import io.thalweg.proto.v1.AlterTopicResponse;
import io.thalweg.proto.v1.CreateTopicRequest;
import io.thalweg.proto.v1.CreateTopicResponse;
import io.thalweg.proto.v1.DeleteTopicRequest;
import io.thalweg.proto.v1.DeleteTopicResponse;
import io.thalweg.proto.v1.ErrorReason;
import java.util.concurrent.CompletableFuture;

/**
 * Creates, alters and deletes topics by name. Each looks at an image that holds all that was committed before, so that it
 * finds what another broker has just created and does not find what another broker has just deleted.
 */
final class TopicChanges {

    private static final int ALTER_ATTEMPTS = 5;

    private final TopicPlanning planning;
    private final FreshImages images;
    private final Proposals proposals;

    TopicChanges(TopicPlanning planning, FreshImages images, Proposals proposals) {
        this.planning = planning;
        this.images = images;
        this.proposals = proposals;
    }

    CompletableFuture<CreateTopicResponse> create(CreateTopicRequest request) {
        return images.next().thenCompose(image -> {
            TopicPlanning.Plan plan;
            try {
                plan = planning.plan(image, request);
            } catch (RejectedException e) {
                return CompletableFuture.failedFuture(e);
            }
            return create(image, request, plan);
        });
    }

    private CompletableFuture<CreateTopicResponse> create(
            ClusterImage image, CreateTopicRequest request, TopicPlanning.Plan plan) {
        Command.CreateTopic command = plan.command();
        CreateTopicResponse.Builder response = CreateTopicResponse.newBuilder()
                .setPartitions(command.replicas().size())
                .setReplicas(command.replicas().get(0).size())
                .addAllWarnings(plan.warnings());
        if (request.getValidateOnly()) {
            return CompletableFuture.completedFuture(
                    response.setMetadataIndex(image.index()).build());
        }
        response.setTopicId(ByteString.copyFrom(command.topic().toBytes()));
        return proposals
                .accepted(command, true)
                .thenApply(index -> response.setMetadataIndex(index).build());
    }

    CompletableFuture<AlterTopicResponse> alter(AlterTopicRequest request) {
        return alter(request, ALTER_ATTEMPTS);
    }

    private CompletableFuture<AlterTopicResponse> alter(AlterTopicRequest request, int attempts) {
        return images.next().thenCompose(image -> {
            AlterationPlan.Planned plan;
            try {
                plan = planning.plan(image, request);
            } catch (RejectedException e) {
                return CompletableFuture.failedFuture(e);
            }
            return alter(image, request, plan, attempts);
        });
    }

    /** Somebody may alter the topic between plan and proposal: then plan anew on what it is by now. */
    private CompletableFuture<AlterTopicResponse> alter(
            ClusterImage image, AlterTopicRequest request, AlterationPlan.Planned plan, int attempts) {
        AlterTopicResponse.Builder response = response(plan);
        if (request.getValidateOnly() || !response.getChanged()) {
            return CompletableFuture.completedFuture(
                    response.setMetadataIndex(image.index()).build());
        }
        return proposals.propose(plan.command(), true).thenCompose(outcome -> {
            boolean stale = outcome.reply() instanceof CommandReply.Rejected rejected
                    && rejected.reason() == RejectionReason.STALE_VERSION;
            return stale && attempts > 1
                    ? alter(request, attempts - 1)
                    : proposals
                            .accepted(outcome)
                            .thenApply(index -> response.setMetadataIndex(index).build());
        });
    }

    private static AlterTopicResponse.Builder response(AlterationPlan.Planned plan) {
        Topic after = plan.after();
        return AlterTopicResponse.newBuilder()
                .setTopicId(ByteString.copyFrom(after.id().toBytes()))
                .setPartitions(after.partitions().size())
                .putAllConfig(ImageAnswers.settings(after))
                .addAllWarnings(plan.warnings())
                .setChanged(!after.equals(plan.before()));
    }

    CompletableFuture<DeleteTopicResponse> delete(DeleteTopicRequest request) {
        return images.next().thenCompose(image -> {
            try {
                Topic topic = PartitionLookup.topic(image, ByteString.EMPTY, request.getName());
                return delete(topic);
            } catch (RejectedException e) {
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    private CompletableFuture<DeleteTopicResponse> delete(Topic topic) throws RejectedException {
        if (topic.internal()) {
            throw new RejectedException(Failure.of(
                    ErrorReason.ERROR_REASON_INTERNAL_TOPIC,
                    "Topic " + topic.name() + " belongs to the cluster itself."));
        }
        return proposals
                .accepted(new Command.DeleteTopic(topic.id()), false)
                .thenApply(index ->
                        DeleteTopicResponse.newBuilder().setMetadataIndex(index).build());
    }
}
