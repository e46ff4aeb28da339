package io.thalweg.metadata.controller;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.InvalidSetting;
import io.thalweg.metadata.model.TopicConfig;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.metadata.model.TopicLimits;
import io.thalweg.metadata.model.TopicNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns the wish for a topic into the command that creates it: fills in defaults, checks, places replicas and says what is
 * risky. Pure: the same image, request, id and seed give the same plan. The state machine checks again, on its own image.
 */
public final class TopicPlanner {

    /** Internal topic that stores groups and their offsets. */
    public static final String COORDINATOR_TOPIC = "__coordinator";

    /** Partitions of {@link #COORDINATOR_TOPIC}; fixed, because groups are spread by hash. */
    public static final int COORDINATOR_PARTITIONS = 64;

    private static final int DEFAULT_PARTITIONS = 1;
    private static final int DEFAULT_REPLICAS = 3;

    private final ClusterImage image;
    private final TopicId id;
    private final Placement placement;
    private final List<String> warnings = new ArrayList<>();

    private TopicPlanner(ClusterImage image, TopicId id, long seed) {
        this.image = image;
        this.id = id;
        this.placement = new Placement(image, seed);
    }

    /**
     * Plans a topic for a client.
     *
     * @param id a new random id
     * @param seed decides between brokers that are equally good
     */
    public static TopicPlan plan(ClusterImage image, TopicRequest request, TopicId id, long seed) {
        return new TopicPlanner(image, id, seed).plan(request, false);
    }

    /**
     * Plans {@link #COORDINATOR_TOPIC}. Refused with NOT_ENOUGH_BROKERS while fewer than {@code replicas} brokers are
     * active, so that a cluster that is just starting does not keep its groups on one disk for ever.
     *
     * @param replicas 3, or the number of brokers that the cluster will have if it is smaller
     */
    public static TopicPlan planCoordinator(ClusterImage image, int replicas, TopicId id, long seed) {
        // Its tables are made from its log, and a follower far behind has nothing else to make them from: keep all of
        // it.
        Map<String, String> keepAll = Map.of(TopicConfig.RETENTION_MS, "-1", TopicConfig.RETENTION_BYTES, "-1");
        TopicRequest request = new TopicRequest(COORDINATOR_TOPIC, COORDINATOR_PARTITIONS, replicas, keepAll);
        return new TopicPlanner(image, id, seed).plan(request, true);
    }

    private TopicPlan plan(TopicRequest request, boolean internal) {
        String problem = TopicNames.problem(request.name(), internal);
        if (problem != null) {
            return refused(RejectionReason.INVALID_NAME, problem, Map.of());
        }
        if (image.topic(request.name()) != null) {
            String message = "topic '" + request.name() + "' exists";
            return refused(RejectionReason.TOPIC_EXISTS, message, Map.of("topic", request.name()));
        }
        int partitions = request.partitions() == 0 ? DEFAULT_PARTITIONS : request.partitions();
        if (partitions < 1 || partitions > TopicLimits.MAX_PARTITIONS) {
            String message = "a topic has from 1 to " + TopicLimits.MAX_PARTITIONS + " partitions, not " + partitions;
            return refused(RejectionReason.INVALID_REQUEST, message, Map.of());
        }
        int usable = placement.brokers();
        int replicas = request.replicas() == 0 ? Math.min(DEFAULT_REPLICAS, usable) : request.replicas();
        if (replicas < 0 || replicas > TopicLimits.MAX_REPLICAS) {
            String message = "a partition has from 1 to " + TopicLimits.MAX_REPLICAS + " replicas, not " + replicas;
            return refused(RejectionReason.INVALID_REQUEST, message, Map.of());
        }
        if (replicas > usable || usable == 0) {
            String message = replicas + " replicas wanted, but only " + usable + " brokers are active and not draining";
            Map<String, String> details =
                    Map.of("wanted", Integer.toString(replicas), "active", Integer.toString(usable));
            return refused(RejectionReason.NOT_ENOUGH_BROKERS, message, details);
        }
        return TopicConfig.parse(request.config())
                .fold(
                        config -> planned(request.name(), internal, capped(config, replicas), partitions, replicas),
                        TopicPlanner::invalidConfig);
    }

    private TopicPlan planned(String name, boolean internal, TopicConfig config, int partitions, int replicas) {
        warnings.addAll(TopicRisks.ofReplicas(config, replicas));
        if (placement.racks() > 1 && placement.racks() < replicas) {
            warnings.add("There are only " + placement.racks() + " racks for " + replicas
                    + " replicas, so some partitions have two in one rack.");
        }
        Command.CreateTopic command =
                new Command.CreateTopic(id, name, internal, config.toMap(), placement.place(partitions, replicas));
        return new TopicPlan.Planned(command, warnings);
    }

    private TopicConfig capped(TopicConfig config, int replicas) {
        if (config.minInsyncReplicas() <= replicas) {
            return config;
        }
        warnings.add(TopicConfig.MIN_INSYNC_REPLICAS + " was lowered from " + config.minInsyncReplicas() + " to "
                + replicas + ", the number of replicas.");
        return config.withMinInsyncReplicas(replicas);
    }

    private static TopicPlan invalidConfig(InvalidSetting problem) {
        Map<String, String> details = Map.of("key", problem.key(), "nearest", problem.nearest());
        return refused(RejectionReason.INVALID_CONFIG, problem.message(), details);
    }

    private static TopicPlan refused(RejectionReason reason, String message, Map<String, String> details) {
        return new TopicPlan.Refused(new CommandReply.Rejected(reason, message, details));
    }
}
