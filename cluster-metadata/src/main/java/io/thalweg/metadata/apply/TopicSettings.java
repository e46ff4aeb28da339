package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.InvalidSetting;
import io.thalweg.metadata.model.TopicConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is refused about the settings of a topic, whatever command brings them. */
final class TopicSettings {

    private TopicSettings() {}

    /** Why a topic with so many replicas can't have these settings, or null. */
    static @Nullable CommandReply refusal(TopicConfig config, int replicas) {
        if (config.minInsyncReplicas() <= replicas) {
            return null;
        }
        String key = TopicConfig.MIN_INSYNC_REPLICAS;
        String message = key + " " + config.minInsyncReplicas() + " is above the " + replicas + " replicas";
        return refusal(new InvalidSetting(key, key, message));
    }

    static CommandReply refusal(InvalidSetting problem) {
        Map<String, String> details = Map.of("key", problem.key(), "nearest", problem.nearest());
        return new CommandReply.Rejected(RejectionReason.INVALID_CONFIG, problem.message(), details);
    }
}
