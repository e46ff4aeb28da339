package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes settings of a topic and adds partitions to it. Touches no partition that is there, but to end a reassignment: what
 * a holder set means does not depend on settings, so it needs no repair when they change.
 */
final class AlterTopicHandler {

    private final ImageEdit edit;
    private final Command.AlterTopic command;
    private final Topic topic;

    private AlterTopicHandler(ImageEdit edit, Command.AlterTopic command, Topic topic) {
        this.edit = edit;
        this.command = command;
        this.topic = topic;
    }

    static CommandReply handle(ImageEdit edit, Command.AlterTopic command) {
        Topic topic = edit.base().topic(command.topic());
        if (topic == null) {
            return DeleteTopicHandler.notFound(command.topic());
        }
        if (topic.internal()) {
            return DeleteTopicHandler.internal(topic);
        }
        AlterTopicHandler handler = new AlterTopicHandler(edit, command, topic);
        return topic.config().altered(command.config(), command.reset()).fold(handler::alterTo, TopicSettings::refusal);
    }

    private CommandReply alterTo(TopicConfig config) {
        if (config.equals(topic.config()) && addedAlready()) {
            return CommandReply.done();
        }
        if (topic.version() != command.version()
                || command.firstAdded() != topic.partitions().size()) {
            Map<String, String> details = Map.of("topic", topic.name());
            String message = "topic '" + topic.name() + "' was altered meanwhile";
            return new CommandReply.Rejected(RejectionReason.STALE_VERSION, message, details);
        }
        int replicas = fewestReplicas();
        NewPartitions added = new NewPartitions(topic.id(), command.firstAdded(), command.added());
        CommandReply refusal = added.refusal(edit, replicas);
        if (refusal == null) {
            refusal = TopicSettings.refusal(config, replicas);
        }
        if (refusal != null) {
            return refusal;
        }
        List<PartitionUid> all = new ArrayList<>(topic.partitions());
        all.addAll(added.put(edit));
        edit.alter(topic, topic.altered(config, all, edit.index()));
        endReassignments();
        return CommandReply.done();
    }

    /** Whether the partitions are there, placed as wanted: this very command was applied before. */
    private boolean addedAlready() {
        for (int at = 0; at < command.added().size(); at++) {
            Partition partition = partition(command.firstAdded() + at);
            List<BrokerId> wanted = command.added().get(at);
            if (partition == null || !partition.replicas().equals(wanted)) {
                return false;
            }
        }
        return true;
    }

    /** With fewer holders needed a reassignment that was turned back may be complete. */
    private void endReassignments() {
        for (PartitionUid uid : topic.partitions()) {
            Partition partition = edit.partition(uid);
            if (partition != null) {
                edit.replace(partition, Reassignments.finish(edit, partition));
            }
        }
    }

    private @Nullable Partition partition(int index) {
        boolean there = index >= 0 && index < topic.partitions().size();
        return there ? edit.partition(topic.partitions().get(index)) : null;
    }

    private int fewestReplicas() {
        int fewest = Integer.MAX_VALUE;
        for (PartitionUid uid : topic.partitions()) {
            Partition partition = edit.partition(uid);
            fewest = partition == null ? fewest : Math.min(fewest, partition.fewestReplicas());
        }
        return fewest;
    }
}
