package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.Tombstone;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Deletes a topic; the tombstone tells brokers to delete its data and stays until all of them have. */
final class DeleteTopicHandler {

    private DeleteTopicHandler() {}

    static CommandReply handle(ImageEdit edit, Command.DeleteTopic command) {
        Topic topic = edit.base().topic(command.topic());
        if (topic == null) {
            return edit.base().tombstone(command.topic()) == null ? notFound(command.topic()) : CommandReply.done();
        }
        if (topic.internal()) {
            return internal(topic);
        }
        Set<BrokerId> brokers = new TreeSet<>();
        for (PartitionUid uid : topic.partitions()) {
            Partition partition = edit.partition(uid);
            brokers.addAll(partition == null ? List.of() : partition.replicas());
        }
        List<BrokerId> unconfirmed = List.copyOf(brokers);
        edit.delete(topic, new Tombstone(topic.id(), topic.name(), edit.index(), topic.partitions(), unconfirmed));
        return CommandReply.done();
    }

    static CommandReply internal(Topic topic) {
        Map<String, String> details = Map.of("topic", topic.name());
        String message = "topic '" + topic.name() + "' is internal";
        return new CommandReply.Rejected(RejectionReason.INTERNAL_TOPIC, message, details);
    }

    static CommandReply notFound(TopicId topic) {
        Map<String, String> details = Map.of("topic", topic.toString());
        return new CommandReply.Rejected(RejectionReason.TOPIC_NOT_FOUND, "no topic with id " + topic, details);
    }
}
