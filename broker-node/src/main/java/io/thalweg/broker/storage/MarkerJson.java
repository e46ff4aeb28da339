package io.thalweg.broker.storage;

import io.thalweg.broker.log.RestartKind;
import io.thalweg.broker.log.RestartMarker;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The restart marker as a file's content. */
final class MarkerJson {
    private MarkerJson() {}

    static String write(RestartMarker marker) {
        return FlatJson.sealed("""
                {
                  "state": "%s",
                  "boot": "%s",
                  "storage": "%s",
                  "epoch": %d,
                  "debt": "%s"
                }
                """.formatted(
                        marker.inUse() ? "IN_USE" : "CLEAN",
                        marker.bootId(),
                        marker.storageId(),
                        marker.lastEpoch(),
                        marker.debt()));
    }

    /** The marker, or null if the content is none. */
    static @Nullable RestartMarker read(String json) {
        Map<String, String> fields = FlatJson.readSealed(json);
        try {
            return new RestartMarker(
                    !"CLEAN".equals(fields.get("state")),
                    fields.getOrDefault("boot", ""),
                    UUID.fromString(fields.getOrDefault("storage", "")),
                    Long.parseLong(fields.getOrDefault("epoch", "")),
                    RestartKind.valueOf(fields.getOrDefault("debt", "")));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
