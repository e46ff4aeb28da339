package io.thalweg.broker.rpc.admin;

import com.google.protobuf.ByteString;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.PartitionLookup;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.metadata.controller.PlannedMove;
import io.thalweg.metadata.controller.ReassignmentPlan;
import io.thalweg.metadata.controller.ReassignmentPlanner;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.PartitionVersion;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Reassignment;
import io.thalweg.metadata.model.Topic;
import io.thalweg.proto.v1.CancelReassignmentRequest;
import io.thalweg.proto.v1.CancelReassignmentResponse;
import io.thalweg.proto.v1.ListReassignmentsResponse;
import io.thalweg.proto.v1.PartitionMove;
import io.thalweg.proto.v1.ReassignPartitionRequest;
import io.thalweg.proto.v1.ReassignPartitionResponse;
import io.thalweg.proto.v1.ReassignmentInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Moves replicas of single partitions by the word of an operator. Each looks at an image that holds all that was committed before. */
final class ReplicaMoves {

    private static final int ATTEMPTS = 5;

    private final FreshImages images;
    private final Proposals proposals;

    ReplicaMoves(FreshImages images, Proposals proposals) {
        this.images = images;
        this.proposals = proposals;
    }

    CompletableFuture<ReassignPartitionResponse> reassign(ReassignPartitionRequest request) {
        return reassign(request, ATTEMPTS);
    }

    private CompletableFuture<ReassignPartitionResponse> reassign(ReassignPartitionRequest request, int attempts) {
        return images.next().thenCompose(image -> {
            try {
                List<BrokerId> wanted = brokers(request.getReplicasList());
                Partition partition = partition(image, request.getTopic(), request.getPartition());
                return ReassignmentPlanner.plan(image, partition, wanted)
                        .fold(
                                plan -> begin(image, partition, wanted, request, plan, attempts),
                                rejected -> failed(Replies.failure(rejected)));
            } catch (RejectedException e) {
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    /** The partition may change between plan and proposal, as when a replica catches up: then plan anew on what it is by now. */
    private CompletableFuture<ReassignPartitionResponse> begin(
            ClusterImage image,
            Partition partition,
            List<BrokerId> wanted,
            ReassignPartitionRequest request,
            ReassignmentPlan.Planned plan,
            int attempts) {
        ReassignPartitionResponse.Builder response = ReassignPartitionResponse.newBuilder()
                .setMove(move(image, partition, present(partition), wanted))
                .setChanged(!plan.moves().isEmpty())
                .addAllWarnings(plan.warnings());
        if (request.getDryRun() || plan.moves().isEmpty()) {
            return CompletableFuture.completedFuture(
                    response.setMetadataIndex(image.index()).build());
        }
        return proposals.items(plan.command(1)).thenCompose(answer -> {
            RejectionReason refused = answer.items().get(0).rejection();
            if (refused == RejectionReason.STALE_VERSION && attempts > 1) {
                return reassign(request, attempts - 1);
            }
            return refused == null
                    ? CompletableFuture.completedFuture(
                            response.setMetadataIndex(answer.index()).build())
                    : failed(refused, request.getTopic(), request.getPartition());
        });
    }

    CompletableFuture<CancelReassignmentResponse> cancel(CancelReassignmentRequest request) {
        return cancel(request, ATTEMPTS);
    }

    private CompletableFuture<CancelReassignmentResponse> cancel(CancelReassignmentRequest request, int attempts) {
        return images.next().thenCompose(image -> {
            try {
                Partition partition = partition(image, request.getTopic(), request.getPartition());
                return turnBack(image, partition, request, attempts);
            } catch (RejectedException e) {
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    private CompletableFuture<CancelReassignmentResponse> turnBack(
            ClusterImage image, Partition partition, CancelReassignmentRequest request, int attempts) {
        Reassignment present = partition.reassignment();
        List<BrokerId> from = present == null ? partition.replicas() : present.to();
        List<BrokerId> to = present == null ? partition.replicas() : present.from();
        CancelReassignmentResponse.Builder response =
                CancelReassignmentResponse.newBuilder().setMove(move(image, partition, from, to));
        if (present == null || present.cancelled()) {
            return CompletableFuture.completedFuture(
                    response.setMetadataIndex(image.index()).build());
        }
        PartitionVersion item = new PartitionVersion(partition.uid(), partition.version());
        return proposals.items(new Command.CancelReassign(List.of(item))).thenCompose(answer -> {
            RejectionReason refused = answer.items().get(0).rejection();
            if (refused == RejectionReason.STALE_VERSION && attempts > 1) {
                return cancel(request, attempts - 1);
            }
            return refused == null
                    ? CompletableFuture.completedFuture(response.setChanged(true)
                            .setMetadataIndex(answer.index())
                            .build())
                    : failed(refused, request.getTopic(), request.getPartition());
        });
    }

    CompletableFuture<ListReassignmentsResponse> list() {
        return images.next().thenApply(image -> {
            List<ReassignmentInfo> found = new ArrayList<>();
            for (Partition partition : image.partitions()) {
                Reassignment present = partition.reassignment();
                if (present != null) {
                    found.add(describe(image, partition, present));
                }
            }
            found.sort(Comparator.comparing(
                            (ReassignmentInfo info) -> info.getMove().getTopic())
                    .thenComparingInt(info -> info.getMove().getPartition()));
            return ListReassignmentsResponse.newBuilder()
                    .addAllReassignments(found)
                    .build();
        });
    }

    private static ReassignmentInfo describe(ClusterImage image, Partition partition, Reassignment present) {
        BrokerId leader = partition.leader();
        return ReassignmentInfo.newBuilder()
                .setMove(move(image, partition, present.from(), present.to()))
                .setCancelled(present.cancelled())
                .setLeader(leader == null ? 0 : leader.value())
                .addAllInSync(numbers(image.inSync(partition)))
                .build();
    }

    /** The move of a plan, as the wire has it. */
    static PartitionMove move(ClusterImage image, PlannedMove planned) {
        return move(image, planned.partition(), planned.partition().replicas(), planned.replicas());
    }

    private static PartitionMove move(ClusterImage image, Partition partition, List<BrokerId> from, List<BrokerId> to) {
        Topic topic = image.topic(partition.id().topic());
        return PartitionMove.newBuilder()
                .setTopic(topic == null ? partition.id().topic().toString() : topic.name())
                .setPartition(partition.id().index())
                .addAllFrom(numbers(from))
                .addAllTo(numbers(to))
                .build();
    }

    private static List<Integer> numbers(List<BrokerId> brokers) {
        return brokers.stream().map(BrokerId::value).toList();
    }

    private static List<BrokerId> present(Partition partition) {
        Reassignment move = partition.reassignment();
        return move == null ? partition.replicas() : move.from();
    }

    private static Partition partition(ClusterImage image, String topic, int index) throws RejectedException {
        return PartitionLookup.partition(image, PartitionLookup.topic(image, ByteString.EMPTY, topic), index);
    }

    private static List<BrokerId> brokers(List<Integer> ids) throws RejectedException {
        for (int id : ids) {
            if (id < 1) {
                throw new RejectedException(Failure.invalid("A broker id is 1 or more, not " + id + "."));
            }
        }
        return ids.stream().map(BrokerId::new).toList();
    }

    private static <T> CompletableFuture<T> failed(RejectionReason reason, String topic, int partition) {
        return failed(Failure.of(
                StatusMapper.reason(reason.name()),
                topic + "-" + partition + " changed meanwhile; look at it and try again."));
    }

    private static <T> CompletableFuture<T> failed(Failure failure) {
        return CompletableFuture.failedFuture(new RejectedException(failure));
    }
}
