package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicConfig;
import io.thalweg.metadata.model.TopicNames;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates a topic: checks name, settings and placement, and starts its partitions. */
final class CreateTopicHandler {

    private final ImageEdit edit;
    private final Command.CreateTopic command;
    private final NewPartitions partitions;

    private CreateTopicHandler(ImageEdit edit, Command.CreateTopic command) {
        this.edit = edit;
        this.command = command;
        this.partitions = new NewPartitions(command.topic(), 0, command.replicas());
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
            refusal = partitions.refusal(edit, replicas());
        }
        if (refusal != null) {
            return refusal;
        }
        return TopicConfig.parse(command.config()).fold(this::createWith, TopicSettings::refusal);
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
            String message = "topic id " + command.topic() + " was used before";
            return CommandReply.rejected(RejectionReason.INVALID_REQUEST, message);
        }
        return null;
    }

    private int replicas() {
        return command.replicas().isEmpty() ? 0 : command.replicas().get(0).size();
    }

    private CommandReply createWith(TopicConfig config) {
        CommandReply refusal = TopicSettings.refusal(config, replicas());
        if (refusal != null) {
            return refusal;
        }
        List<PartitionUid> uids = partitions.put(edit);
        long index = edit.index();
        edit.create(new Topic(command.topic(), command.name(), command.internal(), config, index, index, uids));
        return CommandReply.done();
    }
}
