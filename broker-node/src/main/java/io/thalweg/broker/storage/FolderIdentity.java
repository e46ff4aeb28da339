package io.thalweg.broker.storage;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose data a folder holds.
 *
 * @param format version of the layout of the folder
 * @param clusterId the cluster
 * @param brokerId the broker
 * @param storageId made once with the folder; another folder of the same broker has another
 */
record FolderIdentity(int format, UUID clusterId, int brokerId, UUID storageId) {
    /** The layout that this version writes: the store has a journal of its own, which version 1 would not see. */
    static final int FORMAT = 2;

    String toJson() {
        return FlatJson.sealed("""
                {
                  "format": %d,
                  "cluster": "%s",
                  "broker": %d,
                  "storage": "%s"
                }
                """.formatted(format, clusterId, brokerId, storageId));
    }

    /** The same data in the layout of this version. */
    FolderIdentity inThisFormat() {
        return new FolderIdentity(FORMAT, clusterId, brokerId, storageId);
    }

    /** The identity in a file's content, or null if it is none. A newer format need only name its number; an older
     * one says the same as this. */
    static @Nullable FolderIdentity ofJson(String json) {
        Map<String, String> fields = FlatJson.readSealed(json);
        try {
            int format = Integer.parseInt(fields.getOrDefault("format", ""));
            if (format > FORMAT) {
                return new FolderIdentity(format, new UUID(0, 0), 0, new UUID(0, 0));
            }
            return new FolderIdentity(
                    format,
                    UUID.fromString(fields.getOrDefault("cluster", "")),
                    Integer.parseInt(fields.getOrDefault("broker", "")),
                    UUID.fromString(fields.getOrDefault("storage", "")));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
