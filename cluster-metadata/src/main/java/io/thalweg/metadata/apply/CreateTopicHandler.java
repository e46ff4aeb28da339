package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.InvalidSetting;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicConfig;
import io.thalweg.metadata.model.TopicLimits;
import io.thalweg.metadata.model.TopicNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates a topic: checks name, settings and placement, gives uids, and starts every partition with its live replicas. */
final class CreateTopicHandler {

    private final ImageEdit edit;
    private final Command.CreateTopic command;

    private CreateTopicHandler(ImageEdit edit, Command.CreateTopic command) {
        this.edit = edit;
        this.command = command;
    }

    static CommandReply handle(ImageEdit edit, Command.CreateTopic command) {
        return new CreateTopicHandler(edit, command).create();
    }

    private CommandReply create() {
        Topic same = edit.base().topic(command.topic());
        if (same != null && same.name().equals(command.name())) {
            return CommandReply.done();
        }
        CommandReply refusal = identityRefusal(same);
        if (refusal == null) {
            refusal = placementRefusal();
        }
        if (refusal != null) {
            return refusal;
        }
        return TopicConfig.parse(command.config()).fold(this::createWith, CreateTopicHandler::invalidConfig);
    }

    private @Nullable CommandReply identityRefusal(@Nullable Topic same) {
        String problem = TopicNames.problem(command.name(), command.internal());
        if (problem != null) {
            return CommandReply.rejected(RejectionReason.INVALID_NAME, problem);
        }
        if (edit.base().topic(command.name()) != null) {
            Map<String, String> details = Map.of("topic", command.name());
            String message = "topic '" + command.name() + "' exists";
            return new CommandReply.Rejected(RejectionReason.TOPIC_EXISTS, message, details);
        }
        if (same != null || edit.base().tombstone(command.topic()) != null) {
            return invalid("topic id " + command.topic() + " was used before");
        }
        return null;
    }

    private @Nullable CommandReply placementRefusal() {
        int partitions = command.replicas().size();
        if (partitions < 1 || partitions > TopicLimits.MAX_PARTITIONS) {
            return invalid("a topic has from 1 to " + TopicLimits.MAX_PARTITIONS + " partitions, not " + partitions);
        }
        if (edit.counters().nextPartitionUid() > Integer.MAX_VALUE - partitions) {
            return CommandReply.rejected(RejectionReason.OVERLOADED, "partition numbers are used up");
        }
        int replicas = command.replicas().get(0).size();
        for (List<BrokerId> placed : command.replicas()) {
            if (placed.isEmpty() || placed.size() != replicas || placed.size() > TopicLimits.MAX_REPLICAS) {
                return invalid(
                        "every partition has the same number of replicas, from 1 to " + TopicLimits.MAX_REPLICAS);
            }
            if (new HashSet<>(placed).size() != placed.size()) {
                return invalid("a partition has two replicas on one broker");
            }
            CommandReply refusal = brokersRefusal(placed);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private @Nullable CommandReply brokersRefusal(List<BrokerId> placed) {
        boolean anyActive = false;
        for (BrokerId id : placed) {
            Broker broker = edit.broker(id);
            Map<String, String> details = Map.of("broker", id.toString());
            if (broker == null) {
                String message = "broker " + id + " is not registered";
                return new CommandReply.Rejected(RejectionReason.BROKER_NOT_FOUND, message, details);
            }
            if (broker.draining()) {
                String message = "broker " + id + " is draining and takes no new replicas";
                return new CommandReply.Rejected(RejectionReason.BROKER_NOT_READY, message, details);
            }
            anyActive |= broker.active();
        }
        String message = "a partition has no replica on an active broker";
        return anyActive ? null : CommandReply.rejected(RejectionReason.NOT_ENOUGH_BROKERS, message);
    }

    private CommandReply createWith(TopicConfig config) {
        int replicas = command.replicas().get(0).size();
        if (config.minInsyncReplicas() > replicas) {
            String message = TopicConfig.MIN_INSYNC_REPLICAS + " " + config.minInsyncReplicas() + " is above the "
                    + replicas + " replicas";
            return invalidConfig(
                    new InvalidSetting(TopicConfig.MIN_INSYNC_REPLICAS, TopicConfig.MIN_INSYNC_REPLICAS, message));
        }
        int firstUid = edit.counters().nextPartitionUid();
        List<Partition> partitions = new ArrayList<>(command.replicas().size());
        for (int at = 0; at < command.replicas().size(); at++) {
            PartitionId id = new PartitionId(command.topic(), at);
            partitions.add(partition(
                    new PartitionUid(firstUid + at), id, command.replicas().get(at)));
        }
        edit.counters(edit.counters().withNextPartitionUid(firstUid + partitions.size()));
        List<PartitionUid> uids = partitions.stream().map(Partition::uid).toList();
        edit.create(new Topic(command.topic(), command.name(), command.internal(), config, edit.index(), uids));
        partitions.forEach(edit::put);
        return CommandReply.done();
    }

    private Partition partition(PartitionUid uid, PartitionId id, List<BrokerId> replicas) {
        List<Holder> holders = new ArrayList<>(replicas.size());
        for (BrokerId replica : replicas) {
            Broker broker = edit.broker(replica);
            if (broker != null && broker.active()) {
                holders.add(broker.identity().asHolder());
            }
        }
        long index = edit.index();
        BrokerId leader = holders.get(0).broker();
        return new Partition(uid, id, replicas, leader, new LeaderEpoch(index), index, holders, 0, List.of());
    }

    private static CommandReply invalid(String message) {
        return CommandReply.rejected(RejectionReason.INVALID_REQUEST, message);
    }

    private static CommandReply invalidConfig(InvalidSetting problem) {
        Map<String, String> details = Map.of("key", problem.key(), "nearest", problem.nearest());
        return new CommandReply.Rejected(RejectionReason.INVALID_CONFIG, problem.message(), details);
    }
}
