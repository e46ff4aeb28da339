package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Broker;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finalises a feature level: the end of a rolling upgrade. Until then every broker does as the level before says, so the old
 * software can come back; afterwards it can't.
 */
final class FinaliseFeaturesHandler {

    private FinaliseFeaturesHandler() {}

    static CommandReply handle(ImageEdit edit, Command.FinaliseFeatures command) {
        int finalised = edit.counters().featureLevel();
        if (command.level() < finalised) {
            return new CommandReply.Rejected(
                    RejectionReason.INVALID_REQUEST,
                    "feature level " + finalised + " is finalised, and never goes back to " + command.level(),
                    Map.of());
        }
        String behind = edit.base().brokers().stream()
                .filter(broker -> level(broker) < command.level())
                .map(broker -> broker.id().toString())
                .collect(Collectors.joining(","));
        if (!behind.isEmpty()) {
            return unsupported("brokers", behind, command.level());
        }
        edit.counters(edit.counters().withFeatureLevel(command.level()));
        return CommandReply.done();
    }

    /** A rejection because of these brokers. */
    static CommandReply unsupported(String key, String brokers, int level) {
        return new CommandReply.Rejected(
                RejectionReason.FEATURE_LEVEL_UNSUPPORTED,
                "feature level " + level + " is above what these brokers support: " + brokers,
                Map.of(key, brokers, "level", Integer.toString(level)));
    }

    private static int level(Broker broker) {
        return broker.registration().featureLevel();
    }
}
