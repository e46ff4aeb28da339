package io.thalweg.metadata.controller;

import io.thalweg.metadata.apply.Applied;
import io.thalweg.metadata.apply.CommandApply;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicLimits;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Turns the wish to change a topic into the command that does it: places added partitions, checks, and says what is risky.
 * Pure: the same image, request and seed give the same plan. The state machine checks again, on its own image.
 */
public final class AlterationPlanner {

    private final ClusterImage image;
    private final AlterationRequest request;
    private final Topic topic;

    private AlterationPlanner(ClusterImage image, AlterationRequest request, Topic topic) {
        this.image = image;
        this.request = request;
        this.topic = topic;
    }

    /**
     * Plans the change.
     *
     * @param seed decides between brokers that are equally good
     */
    public static AlterationPlan plan(ClusterImage image, AlterationRequest request, long seed) {
        Topic topic = image.topic(request.name());
        if (topic == null) {
            String message = "no topic '" + request.name() + "'";
            return refused(RejectionReason.TOPIC_NOT_FOUND, message, Map.of("topic", request.name()));
        }
        return new AlterationPlanner(image, request, topic).plan(new Placement(image, seed));
    }

    private AlterationPlan plan(Placement placement) {
        int has = topic.partitions().size();
        int wanted = request.partitions() == 0 ? has : request.partitions();
        if (wanted < has || wanted > TopicLimits.MAX_PARTITIONS) {
            String message = "topic '" + topic.name() + "' has " + has + " partitions and can have up to "
                    + TopicLimits.MAX_PARTITIONS + ", but not " + wanted
                    + (wanted < has ? ": partitions are never removed" : "");
            return refused(RejectionReason.INVALID_REQUEST, message, Map.of("topic", topic.name()));
        }
        int replicas = replicas();
        if (wanted > has && replicas > placement.brokers()) {
            String message = "new partitions need " + replicas + " replicas, as the topic's others have, but only "
                    + placement.brokers() + " brokers are active and not draining";
            Map<String, String> details =
                    Map.of("wanted", Integer.toString(replicas), "active", Integer.toString(placement.brokers()));
            return refused(RejectionReason.NOT_ENOUGH_BROKERS, message, details);
        }
        List<List<BrokerId>> added = wanted == has ? List.of() : placement.place(wanted - has, replicas);
        return checked(
                new Command.AlterTopic(topic.id(), topic.version(), request.config(), request.reset(), has, added));
    }

    private int replicas() {
        return topic.partitions().stream()
                .map(image::partition)
                .filter(Objects::nonNull)
                .mapToInt(Partition::fewestReplicas)
                .min()
                .orElse(1);
    }

    /** Applies the command to the image at hand, which refuses whatever the state machine would refuse. */
    private AlterationPlan checked(Command.AlterTopic command) {
        Applied applied = CommandApply.apply(image, command, image.index() + 1);
        if (applied.reply() instanceof CommandReply.Rejected rejected) {
            return new AlterationPlan.Refused(rejected);
        }
        Topic after = applied.image().topic(topic.id());
        if (after == null) {
            throw new IllegalStateException("an accepted change left no topic " + topic.id());
        }
        return new AlterationPlan.Planned(command, topic, after, TopicRisks.ofChange(image, topic, after));
    }

    private static AlterationPlan refused(RejectionReason reason, String message, Map<String, String> details) {
        return new AlterationPlan.Refused(new CommandReply.Rejected(reason, message, details));
    }
}
