package io.thalweg.broker.rpc.admin;

import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Recovery;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.PartitionReplicas;
import io.thalweg.proto.v1.RecoveryInfo;
import io.thalweg.proto.v1.ReplicaInfo;
import io.thalweg.proto.v1.ReplicaLog;
import io.thalweg.proto.v1.ReplicaStanding;
import io.thalweg.proto.v1.ReportReplicasRequest;
import io.thalweg.proto.v1.ReportReplicasResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks all brokers with a replica of partitions, at the same time, what they have. Thread-safe, never blocks. */
final class ReplicaCensus {

    private static final String PEER = "peer";

    private final ReplicaAsker asker;

    ReplicaCensus(ReplicaAsker asker) {
        this.asker = asker;
    }

    /** Completes with one entry per partition, in order; a broker that does not answer leaves an error. Never fails. */
    CompletableFuture<List<PartitionReplicas>> of(ClusterImage image, List<Partition> partitions) {
        Map<BrokerId, ReportReplicasRequest.Builder> requests = new TreeMap<>();
        for (Partition partition : partitions) {
            for (BrokerId replica : replicas(partition)) {
                requests.computeIfAbsent(replica, id -> ReportReplicasRequest.newBuilder())
                        .addPartitionUids(partition.uid().value());
            }
        }
        CompletableFuture<Map<BrokerId, Answer>> all = CompletableFuture.completedFuture(new HashMap<>());
        for (Map.Entry<BrokerId, ReportReplicasRequest.Builder> request : requests.entrySet()) {
            BrokerId id = request.getKey();
            CompletableFuture<Answer> one =
                    ask(image.broker(id), request.getValue().build());
            all = all.thenCombine(one, (answers, answer) -> {
                answers.put(id, answer);
                return answers;
            });
        }
        return all.thenApply(answers -> partitions.stream()
                .map(partition -> described(image, partition, answers))
                .toList());
    }

    /** What one broker said: logs by partition uid, or why there are none. */
    private record Answer(
            Map<Integer, ReplicaLog> logs, @Nullable Failure failure) {
        private static final Answer NONE = new Answer(Map.of(), null);
    }

    private CompletableFuture<Answer> ask(@Nullable Broker broker, ReportReplicasRequest request) {
        Endpoint peer = broker == null || !broker.active() ? null : broker.listener(PEER);
        if (peer == null) {
            Failure failure = Failure.of(ErrorReason.ERROR_REASON_BROKER_NOT_READY, "The broker is not active.");
            return CompletableFuture.completedFuture(new Answer(Map.of(), failure));
        }
        return asker.report(peer, request)
                .thenApply(ReplicaCensus::byUid)
                .exceptionally(problem -> new Answer(
                        Map.of(),
                        Failure.of(
                                ErrorReason.ERROR_REASON_BROKER_NOT_READY,
                                "The broker at " + peer + " does not answer.")));
    }

    private static Answer byUid(ReportReplicasResponse response) {
        Map<Integer, ReplicaLog> logs = new HashMap<>();
        response.getReplicasList().forEach(log -> logs.put(log.getPartitionUid(), log));
        return new Answer(logs, null);
    }

    private static Set<BrokerId> replicas(Partition partition) {
        Set<BrokerId> replicas = new LinkedHashSet<>(partition.replicas());
        partition.holders().forEach(holder -> replicas.add(holder.broker()));
        return replicas;
    }

    private static PartitionReplicas described(ClusterImage image, Partition partition, Map<BrokerId, Answer> answers) {
        BrokerId leader = partition.leader();
        List<ReplicaInfo> replicas = new ArrayList<>();
        for (BrokerId id : replicas(partition)) {
            replicas.add(described(image, partition, id, answers.getOrDefault(id, Answer.NONE)));
        }
        return PartitionReplicas.newBuilder()
                .setPartition(partition.id().index())
                .setLeader(leader == null ? 0 : leader.value())
                .setLeaderEpoch(partition.leaderEpoch().value())
                .setVersion(partition.version())
                .addAllReplicas(replicas)
                .addAllRecoveries(partition.recoveries().stream()
                        .map(ReplicaCensus::recovery)
                        .toList())
                .build();
    }

    private static ReplicaInfo described(ClusterImage image, Partition partition, BrokerId id, Answer answer) {
        Broker broker = image.broker(id);
        ReplicaInfo.Builder info = ReplicaInfo.newBuilder()
                .setBrokerId(id.value())
                .setActive(broker != null && broker.active())
                .setStanding(standing(image, partition.holder(id)));
        ReplicaLog log = answer.logs().get(partition.uid().value());
        Failure failure = answer.failure();
        if (log != null) {
            return info.setLog(log).build();
        }
        Failure why = failure == null
                ? Failure.of(ErrorReason.ERROR_REASON_INTERNAL, "The broker has no usable replica; its log says why.")
                : failure;
        return info.setError(StatusMapper.status(why)).build();
    }

    private static ReplicaStanding standing(ClusterImage image, @Nullable Holder entry) {
        if (entry == null) {
            return ReplicaStanding.REPLICA_STANDING_OUTSIDE;
        }
        return image.validated(entry)
                ? ReplicaStanding.REPLICA_STANDING_VALIDATED
                : ReplicaStanding.REPLICA_STANDING_SUSPECT;
    }

    private static RecoveryInfo recovery(Recovery recovery) {
        return RecoveryInfo.newBuilder()
                .setEpoch(recovery.epoch())
                .setLeader(recovery.leader().value())
                .setForced(recovery.forced())
                .setReason(recovery.reason())
                .build();
    }
}
