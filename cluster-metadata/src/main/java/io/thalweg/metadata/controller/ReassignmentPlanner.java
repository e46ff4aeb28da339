package io.thalweg.metadata.controller;

import io.thalweg.metadata.apply.CommandApply;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.ItemOutcome;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.Reassignment;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicLimits;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns the wish that a partition have certain replicas into the command that begins it: refuses what could never end, and
 * says what is risky. Pure. The state machine checks again, on its own image.
 */
public final class ReassignmentPlanner {

    private final ClusterImage image;
    private final Partition partition;
    private final List<BrokerId> wanted;

    private ReassignmentPlanner(ClusterImage image, Partition partition, List<BrokerId> wanted) {
        this.image = image;
        this.partition = partition;
        this.wanted = List.copyOf(wanted);
    }

    /**
     * Plans the move of one partition of the image. Nothing is to be done if it has these replicas, or is on its way there.
     *
     * @param wanted the replicas that it shall have, in order of preference
     */
    public static ReassignmentPlan plan(ClusterImage image, Partition partition, List<BrokerId> wanted) {
        return new ReassignmentPlanner(image, partition, wanted).plan();
    }

    /** Topic and index, as people name a partition. */
    public static String name(ClusterImage image, PartitionId id) {
        Topic topic = image.topic(id.topic());
        return (topic == null ? id.topic().toString() : topic.name()) + "-" + id.index();
    }

    private ReassignmentPlan plan() {
        Reassignment present = partition.reassignment();
        if (present == null
                ? partition.replicas().equals(wanted)
                : present.goal().equals(wanted)) {
            return new ReassignmentPlan.Planned(List.of(), List.of());
        }
        CommandReply.Rejected problem = malformed();
        problem = problem == null ? unusable() : problem;
        problem = problem == null && present != null ? underWay(present) : problem;
        if (problem != null) {
            return new ReassignmentPlan.Refused(problem);
        }
        PlannedMove move = new PlannedMove(partition, wanted);
        return checked(move, new ReassignmentRisks(image, null).of(move));
    }

    private CommandReply.@Nullable Rejected malformed() {
        if (wanted.isEmpty() || wanted.size() > TopicLimits.MAX_REPLICAS) {
            return refusal(
                    RejectionReason.INVALID_REQUEST,
                    "a partition has from 1 to " + TopicLimits.MAX_REPLICAS + " replicas, not " + wanted.size(),
                    Map.of());
        }
        Set<BrokerId> seen = new HashSet<>();
        for (BrokerId replica : wanted) {
            if (!seen.add(replica)) {
                return refusal(
                        RejectionReason.INVALID_REQUEST, "broker " + replica + " is named twice", broker(replica));
            }
        }
        int fewest = image.minInsyncReplicas(partition);
        if (wanted.size() < fewest) {
            return refusal(
                    RejectionReason.INVALID_REQUEST,
                    "min.insync.replicas is " + fewest + ": name as many brokers at least, or lower that setting first",
                    Map.of());
        }
        return null;
    }

    /** A broker that a move can't use: it would never end, or the broker is about to leave. */
    private CommandReply.@Nullable Rejected unusable() {
        for (BrokerId replica : wanted) {
            Broker broker = image.broker(replica);
            if (broker == null) {
                return refusal(
                        RejectionReason.BROKER_NOT_FOUND,
                        "there is no broker " + replica + "; the brokers are "
                                + image.brokers().stream()
                                        .map(known -> known.id().toString())
                                        .collect(Collectors.joining(", ")),
                        broker(replica));
            }
            if (!partition.replicas().contains(replica) && (!broker.active() || broker.draining())) {
                String why = broker.active()
                        ? "drains: lift that first, or choose another one"
                        : "is fenced, so it could not catch up: start it first, or choose another one";
                return refusal(RejectionReason.BROKER_NOT_USABLE, "broker " + replica + " " + why, broker(replica));
            }
        }
        return null;
    }

    private CommandReply.Rejected underWay(Reassignment present) {
        return refusal(
                RejectionReason.REASSIGNMENT_IN_PROGRESS,
                name(image, partition.id()) + " is being moved from " + present.from() + " to " + present.to()
                        + (present.cancelled() ? " and goes back" : "") + ": wait for that, or cancel it",
                Map.of());
    }

    /** Applies the command to the image at hand, which refuses whatever the state machine would refuse. */
    private ReassignmentPlan checked(PlannedMove move, List<String> warnings) {
        ReassignmentPlan.Planned plan = new ReassignmentPlan.Planned(List.of(move), warnings);
        Command.Reassign command = plan.command(1);
        CommandReply reply =
                CommandApply.apply(image, command, image.index() + 1).reply();
        if (reply instanceof CommandReply.Rejected rejected) {
            return new ReassignmentPlan.Refused(rejected);
        }
        ItemOutcome outcome = ((CommandReply.Accepted) reply).items().get(0);
        RejectionReason reason = outcome.rejection();
        return reason == null
                ? plan
                : new ReassignmentPlan.Refused(refusal(reason, "the metadata refuses the move", Map.of()));
    }

    private static Map<String, String> broker(BrokerId id) {
        return Map.of("broker", id.toString());
    }

    private CommandReply.Rejected refusal(RejectionReason reason, String message, Map<String, String> details) {
        Map<String, String> all = new TreeMap<>(details);
        Topic topic = image.topic(partition.id().topic());
        all.put("topic", topic == null ? partition.id().topic().toString() : topic.name());
        all.put("partition", Integer.toString(partition.id().index()));
        return new CommandReply.Rejected(reason, message, all);
    }
}
