package io.thalweg.broker.rpc.admin;

import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.metadata.controller.EvacuationPlanner;
import io.thalweg.metadata.controller.PlannedMove;
import io.thalweg.metadata.controller.ReassignmentPlan;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.proto.v1.DecommissionBrokerRequest;
import io.thalweg.proto.v1.DecommissionBrokerResponse;
import io.thalweg.proto.v1.DescribeVotersResponse;
import io.thalweg.proto.v1.ErrorReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a broker out of the cluster, a step per call: drain it, move replicas away from it, remove it. Keeps nothing between
 * the calls, so that any broker can take the next one and a broker that dies in the middle costs nothing.
 */
final class BrokerRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerRemoval.class);
    private static final int USUAL_MOVING = 10;
    /** Most moves that one call begins. */
    private static final int MOST_BEGUN = 500;

    private final ImageView view;
    private final FreshImages images;
    private final Proposals proposals;
    private final VoterGateway voters;
    private final long waitMillis;

    /**
     * @param waitMillis how long a call waits for progress
     */
    BrokerRemoval(ImageView view, FreshImages images, Proposals proposals, VoterGateway voters, long waitMillis) {
        this.view = view;
        this.images = images;
        this.proposals = proposals;
        this.voters = voters;
        this.waitMillis = waitMillis;
    }

    CompletableFuture<DecommissionBrokerResponse> step(DecommissionBrokerRequest request) {
        if (request.getBrokerId() < 1 || request.getMostMoving() < 0) {
            return failed(Failure.invalid("broker_id must be 1 or more, and most_moving not negative."));
        }
        BrokerId id = new BrokerId(request.getBrokerId());
        return images.next().thenCompose(image -> {
            Broker broker = image.broker(id);
            return broker == null
                    ? failed(unknown(image, id))
                    : voters.list().thenCompose(quorum -> judged(image, broker, quorum, request));
        });
    }

    private CompletableFuture<DecommissionBrokerResponse> judged(
            ClusterImage image, Broker broker, DescribeVotersResponse quorum, DecommissionBrokerRequest request) {
        BrokerId id = broker.id();
        if (quorum.getVotersList().stream().anyMatch(voter -> voter.getBrokerId() == id.value())) {
            return failed(new Failure(
                    ErrorReason.ERROR_REASON_BROKER_IN_USE,
                    "Broker " + id + " is a voter of the metadata: end its vote first, by removing or replacing it.",
                    Map.of("broker", id.toString())));
        }
        return EvacuationPlanner.plan(image, id)
                .fold(
                        plan -> request.getDryRun()
                                ? CompletableFuture.completedFuture(dryRun(image, id, plan))
                                : drained(broker).thenCompose(nothing -> moved(image, id, plan, request)),
                        rejected -> failed(Replies.failure(rejected)));
    }

    private static DecommissionBrokerResponse dryRun(ClusterImage image, BrokerId id, ReassignmentPlan.Planned plan) {
        return DecommissionBrokerResponse.newBuilder()
                .addAllMoves(plan.moves().stream()
                        .map(move -> ReplicaMoves.move(image, move))
                        .toList())
                .addAllWarnings(plan.warnings())
                .setReplicasLeft(image.partitionsOf(id).size())
                .setMoving(moving(image, id))
                .setMetadataIndex(image.index())
                .build();
    }

    private CompletableFuture<Long> drained(Broker broker) {
        return broker.draining()
                ? CompletableFuture.completedFuture(0L)
                : proposals.accepted(new Command.DrainBroker(broker.id(), true), false);
    }

    private CompletableFuture<DecommissionBrokerResponse> moved(
            ClusterImage image, BrokerId id, ReassignmentPlan.Planned plan, DecommissionBrokerRequest request) {
        int most = request.getMostMoving() == 0 ? USUAL_MOVING : request.getMostMoving();
        int room = Math.max(0, most - moving(image, id));
        int begin = Math.min(plan.moves().size(), Math.min(room, MOST_BEGUN));
        DecommissionBrokerResponse.Builder response =
                DecommissionBrokerResponse.newBuilder().addAllWarnings(plan.warnings());
        if (image.partitionsOf(id).isEmpty()) {
            return removed(id, response);
        }
        if (begin == 0) {
            return progress(id, response);
        }
        return proposals.items(plan.command(begin)).thenCompose(answer -> {
            List<PlannedMove> begun = new ArrayList<>();
            for (int at = 0; at < begin; at++) {
                if (answer.items().get(at).accepted()) {
                    begun.add(plan.moves().get(at));
                }
            }
            begun.forEach(move -> response.addMoves(ReplicaMoves.move(image, move)));
            // A partition that changed meanwhile, as when its leader moved, is planned anew by the next call.
            return begun.isEmpty()
                    ? CompletableFuture.completedFuture(how(view.image(), id, response))
                    : progress(id, response);
        });
    }

    /** Waits a moment for replicas to leave, and removes the broker if they all did. */
    private CompletableFuture<DecommissionBrokerResponse> progress(
            BrokerId id, DecommissionBrokerResponse.Builder response) {
        int before = view.image().partitionsOf(id).size();
        CompletableFuture<Boolean> fewer = new CompletableFuture<>();
        Runnable unsubscribe = view.subscribe((image, changes) -> {
            if (image.partitionsOf(id).size() < before) {
                fewer.complete(true);
            }
        });
        if (view.image().partitionsOf(id).size() < before) {
            fewer.complete(true);
        }
        return fewer.completeOnTimeout(false, waitMillis, TimeUnit.MILLISECONDS).thenCompose(outcome -> {
            unsubscribe.run();
            return view.image().partitionsOf(id).isEmpty()
                    ? removed(id, response)
                    : CompletableFuture.completedFuture(how(view.image(), id, response));
        });
    }

    private CompletableFuture<DecommissionBrokerResponse> removed(
            BrokerId id, DecommissionBrokerResponse.Builder response) {
        Broker broker = view.image().broker(id);
        if (broker == null || !broker.draining()) {
            // A restart lifts the drain: the next call begins anew.
            return CompletableFuture.completedFuture(how(view.image(), id, response));
        }
        return proposals
                .propose(new Command.RemoveBroker(broker.identity()), false)
                .thenCompose(outcome -> {
                    boolean restarted = outcome.reply() instanceof CommandReply.Rejected rejected
                            && rejected.reason() == RejectionReason.STALE_BROKER_EPOCH;
                    if (restarted) {
                        return CompletableFuture.completedFuture(how(view.image(), id, response));
                    }
                    return proposals.accepted(outcome).thenApply(index -> {
                        LOG.info("An operator took broker {} out of the cluster, at {}", broker.identity(), index);
                        return response.setRemoved(true).setMetadataIndex(index).build();
                    });
                });
    }

    private static DecommissionBrokerResponse how(
            ClusterImage image, BrokerId id, DecommissionBrokerResponse.Builder response) {
        return response.setReplicasLeft(image.partitionsOf(id).size())
                .setMoving(moving(image, id))
                .setRemoved(image.broker(id) == null)
                .setMetadataIndex(image.index())
                .build();
    }

    private static int moving(ClusterImage image, BrokerId id) {
        return (int) image.partitionsOf(id).stream()
                .filter(partition -> EvacuationPlanner.leaves(partition, id))
                .count();
    }

    private static Failure unknown(ClusterImage image, BrokerId id) {
        String known =
                image.brokers().stream().map(broker -> broker.id().toString()).collect(Collectors.joining(", "));
        return new Failure(
                ErrorReason.ERROR_REASON_BROKER_NOT_FOUND,
                "There is no broker " + id + "; the brokers are " + known + ".",
                Map.of("broker", id.toString()));
    }

    private static <T> CompletableFuture<T> failed(Failure failure) {
        return CompletableFuture.failedFuture(new RejectedException(failure));
    }
}
