package io.thalweg.broker.rpc.admin;

import com.google.protobuf.ByteString;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.PartitionLookup;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.metadata.controller.RecoveryPlan;
import io.thalweg.metadata.controller.RecoveryPlanner;
import io.thalweg.metadata.controller.RecoveryRequest;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.RecoveryEvidence;
import io.thalweg.metadata.model.Topic;
import io.thalweg.proto.v1.DescribeReplicasRequest;
import io.thalweg.proto.v1.DescribeReplicasResponse;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.PartitionReplicas;
import io.thalweg.proto.v1.RecoverPartitionRequest;
import io.thalweg.proto.v1.RecoverPartitionResponse;
import io.thalweg.proto.v1.ReplicaInfo;
import io.thalweg.proto.v1.ReplicaLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows what the replicas of partitions have, and recovers a partition by the word of an operator. Both look at an image that
 * holds all that was committed before.
 */
final class PartitionRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionRecovery.class);

    private final FreshImages images;
    private final Proposals proposals;
    private final ReplicaCensus census;

    PartitionRecovery(FreshImages images, Proposals proposals, ReplicaCensus census) {
        this.images = images;
        this.proposals = proposals;
        this.census = census;
    }

    CompletableFuture<DescribeReplicasResponse> describe(DescribeReplicasRequest request) {
        return images.next().thenCompose(image -> {
            try {
                return census.of(image, partitions(image, request))
                        .thenApply(described -> DescribeReplicasResponse.newBuilder()
                                .addAllPartitions(described)
                                .build());
            } catch (RejectedException e) {
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    private static List<Partition> partitions(ClusterImage image, DescribeReplicasRequest request)
            throws RejectedException {
        Topic topic = PartitionLookup.topic(image, ByteString.EMPTY, request.getTopic());
        List<Partition> found = new ArrayList<>();
        for (int index : request.getPartitionsList()) {
            found.add(PartitionLookup.partition(image, topic, index));
        }
        if (found.isEmpty()) {
            for (PartitionUid uid : topic.partitions()) {
                Partition partition = image.partition(uid);
                if (partition != null) {
                    found.add(partition);
                }
            }
        }
        return found;
    }

    CompletableFuture<RecoverPartitionResponse> recover(RecoverPartitionRequest request) {
        return images.next().thenCompose(image -> {
            try {
                Topic topic = PartitionLookup.topic(image, ByteString.EMPTY, request.getTopic());
                Partition partition = PartitionLookup.partition(image, topic, request.getPartition());
                check(request, partition);
                return census.of(image, List.of(partition))
                        .thenCompose(described -> recover(image, partition, request, described.get(0)));
            } catch (RejectedException e) {
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    private static void check(RecoverPartitionRequest request, Partition partition) throws RejectedException {
        if (request.getReason().isBlank()) {
            throw new RejectedException(Failure.invalid("A recovery needs a reason, for the record."));
        }
        if (request.getBrokerId() < 0) {
            throw new RejectedException(Failure.invalid("broker_id must be 0 or more."));
        }
        if (request.getExpectedVersion() != 0 && request.getExpectedVersion() != partition.version()) {
            throw new RejectedException(Failure.of(
                    ErrorReason.ERROR_REASON_STALE_VERSION, "The partition has changed since it was looked at."));
        }
    }

    private CompletableFuture<RecoverPartitionResponse> recover(
            ClusterImage image, Partition partition, RecoverPartitionRequest request, PartitionReplicas described) {
        BrokerId chosen = request.getBrokerId() == 0 ? null : new BrokerId(request.getBrokerId());
        RecoveryRequest wanted = new RecoveryRequest(
                evidence(image, partition, described), chosen, request.getForce(), request.getReason());
        return RecoveryPlanner.plan(image, partition, wanted)
                .fold(
                        plan -> recover(partition, request, described, plan),
                        rejected -> CompletableFuture.failedFuture(new RejectedException(Replies.failure(rejected))));
    }

    private CompletableFuture<RecoverPartitionResponse> recover(
            Partition partition,
            RecoverPartitionRequest request,
            PartitionReplicas described,
            RecoveryPlan.Planned plan) {
        RecoverPartitionResponse.Builder response = RecoverPartitionResponse.newBuilder()
                .setEvidence(described)
                .setLeader(plan.leader().value())
                .addAllLosses(plan.losses());
        if (request.getDryRun()) {
            return CompletableFuture.completedFuture(response.build());
        }
        LOG.warn(
                "An operator recovers partition {} ({} {}) with broker {} as leader, because: {}. {} Evidence: {}",
                partition.id(),
                request.getTopic(),
                request.getPartition(),
                plan.leader(),
                request.getReason(),
                String.join(" ", plan.losses()),
                plan.command().evidence());
        return proposals
                .accepted(plan.command(), true)
                .thenApply(index -> response.setMetadataIndex(index).build());
    }

    /** What counts: the log of a registered, active life that stands still. */
    private static List<RecoveryEvidence> evidence(
            ClusterImage image, Partition partition, PartitionReplicas described) {
        List<RecoveryEvidence> evidence = new ArrayList<>();
        for (ReplicaInfo replica : described.getReplicasList()) {
            Broker broker = image.broker(new BrokerId(replica.getBrokerId()));
            RecoveryEvidence found = replica.hasLog() ? evidence(broker, partition, replica.getLog()) : null;
            if (found != null) {
                evidence.add(found);
            }
        }
        return evidence;
    }

    private static @Nullable RecoveryEvidence evidence(@Nullable Broker broker, Partition partition, ReplicaLog log) {
        boolean stopped = !log.getFault().isEmpty();
        boolean still = stopped
                || (log.getLeaderless()
                        && log.getLeaderEpoch() == partition.leaderEpoch().value());
        if (broker == null || broker.epoch().value() != log.getBrokerEpoch() || !still) {
            return null;
        }
        return new RecoveryEvidence(
                new BrokerIdentity(broker.id(), new BrokerEpoch(log.getBrokerEpoch())),
                log.getLastEpoch(),
                log.getLogStart(),
                log.getLogEnd(),
                log.getHighWatermark(),
                log.getDamaged());
    }
}
