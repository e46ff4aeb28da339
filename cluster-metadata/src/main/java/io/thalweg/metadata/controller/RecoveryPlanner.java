package io.thalweg.metadata.controller;

import io.thalweg.metadata.apply.Applied;
import io.thalweg.metadata.apply.CommandApply;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.RecoveryEvidence;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns an operator's wish to recover a partition into the command that does it: refuses what is not needed or not backed by
 * evidence, and says what may be lost. Pure. The state machine checks again, on its own image.
 */
public final class RecoveryPlanner {

    private final ClusterImage image;
    private final Partition partition;
    private final RecoveryRequest request;

    private RecoveryPlanner(ClusterImage image, Partition partition, RecoveryRequest request) {
        this.image = image;
        this.partition = partition;
        this.request = request;
    }

    /** Plans the recovery of a partition of the image. */
    public static RecoveryPlan plan(ClusterImage image, Partition partition, RecoveryRequest request) {
        return new RecoveryPlanner(image, partition, request).plan();
    }

    private RecoveryPlan plan() {
        BrokerId leader = partition.leader();
        if (leader != null) {
            String message = "broker " + leader + " leads the partition: a recovery could only lose records";
            return refused(RejectionReason.RECOVERY_NOT_NEEDED, message, Map.of());
        }
        List<BrokerId> missing = missing();
        if (!missing.isEmpty() && !request.force()) {
            String ids = missing.stream().map(BrokerId::toString).collect(Collectors.joining(","));
            String message = "it is not known what the replicas on these brokers have: " + ids
                    + "; start them, or force the recovery without them";
            return refused(RejectionReason.WOULD_LOSE_DATA, message, Map.of("missing", ids));
        }
        return checked(
                new Command.RecoverLeader(
                        partition.uid(),
                        partition.leaderEpoch(),
                        partition.version(),
                        request.evidence(),
                        true,
                        request.reason(),
                        request.chosen()),
                missing);
    }

    /** Holders, and active replicas, of which there is no evidence. */
    private List<BrokerId> missing() {
        Set<BrokerId> heard = request.evidence().stream()
                .map(evidence -> evidence.broker().id())
                .collect(Collectors.toSet());
        Stream<BrokerId> replicas = partition.replicas().stream().filter(this::active);
        Stream<BrokerId> holders = partition.holders().stream().map(holder -> holder.broker());
        return Stream.concat(holders, replicas)
                .distinct()
                .filter(id -> !heard.contains(id))
                .sorted()
                .toList();
    }

    private boolean active(BrokerId id) {
        Broker broker = image.broker(id);
        return broker != null && broker.active();
    }

    /** Applies the command to the image at hand, which refuses whatever the state machine would refuse, and elects. */
    private RecoveryPlan checked(Command.RecoverLeader command, List<BrokerId> missing) {
        Applied applied = CommandApply.apply(image, command, image.index() + 1);
        if (applied.reply() instanceof CommandReply.Rejected rejected) {
            return new RecoveryPlan.Refused(rejected);
        }
        Partition after = Objects.requireNonNull(applied.image().partition(partition.uid()));
        BrokerId winner = Objects.requireNonNull(after.leader());
        RecoveryEvidence of = command.evidence().stream()
                .filter(evidence -> evidence.broker().id().equals(winner))
                .findFirst()
                .orElseThrow();
        return new RecoveryPlan.Planned(
                command, winner, new RecoveryLosses(image, partition, of).sentences(command.evidence(), missing));
    }

    private static RecoveryPlan refused(RejectionReason reason, String message, Map<String, String> details) {
        return new RecoveryPlan.Refused(new CommandReply.Rejected(reason, message, details));
    }
}
