package io.thalweg.metadata.model;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Settings of a topic.
 *
 * @param retentionMillis {@code retention.ms}: age at which records may go, -1 for never; default 7 days
 * @param retentionBytes {@code retention.bytes}: size per partition above which the oldest go, -1 for none (default)
 * @param minInsyncReplicas {@code min.insync.replicas}: fewest validated holders that may commit; default 2
 * @param cleanupPolicy {@code cleanup.policy}: {@code delete}
 * @param maxMessageBytes {@code max.message.bytes}: largest batch; default 1 MiB, at most 8 MiB
 * @param durability {@code durability}: {@code fsync} (default) or {@code os}
 */
public record TopicConfig(
        long retentionMillis,
        long retentionBytes,
        int minInsyncReplicas,
        CleanupPolicy cleanupPolicy,
        int maxMessageBytes,
        Durability durability) {

    public static final String RETENTION_MS = "retention.ms";
    public static final String RETENTION_BYTES = "retention.bytes";
    public static final String MIN_INSYNC_REPLICAS = "min.insync.replicas";
    public static final String CLEANUP_POLICY = "cleanup.policy";
    public static final String MAX_MESSAGE_BYTES = "max.message.bytes";
    public static final String DURABILITY = "durability";

    /** Largest allowed {@code max.message.bytes}. */
    public static final int MAX_MESSAGE_BYTES_LIMIT = 8 << 20;

    private static final long SEVEN_DAYS_MILLIS = 7L * 24 * 60 * 60 * 1000;

    /** Settings of a topic created without any. */
    public static final TopicConfig DEFAULT =
            new TopicConfig(SEVEN_DAYS_MILLIS, -1, 2, CleanupPolicy.DELETE, 1 << 20, Durability.FSYNC);

    /** Throws {@code IllegalArgumentException} for a value out of range. */
    public TopicConfig {
        Require.atLeast(retentionMillis, -1, RETENTION_MS);
        Require.atLeast(retentionBytes, -1, RETENTION_BYTES);
        Require.atLeast(minInsyncReplicas, 1, MIN_INSYNC_REPLICAS);
        Require.atLeast(maxMessageBytes, 1, MAX_MESSAGE_BYTES);
        Require.that(maxMessageBytes <= MAX_MESSAGE_BYTES_LIMIT, MAX_MESSAGE_BYTES + " is at most 8 MiB");
    }

    /** Reads settings by name, with units; a key that is absent has its default. */
    public static TopicConfigParse parse(Map<String, String> settings) {
        return TopicConfigParser.parse(settings);
    }

    /**
     * Reads these settings with some of them changed and some set back to their defaults. Naming one in both is a problem of
     * that key.
     */
    public TopicConfigParse altered(Map<String, String> changes, Set<String> reset) {
        return TopicConfigParser.parse(this, changes, reset);
    }

    /** Every setting by name, in plain milliseconds, bytes and counts; {@link #parse} reads it back. */
    public SortedMap<String, String> toMap() {
        SortedMap<String, String> map = new TreeMap<>();
        map.put(RETENTION_MS, Long.toString(retentionMillis));
        map.put(RETENTION_BYTES, Long.toString(retentionBytes));
        map.put(MIN_INSYNC_REPLICAS, Integer.toString(minInsyncReplicas));
        map.put(CLEANUP_POLICY, "delete");
        map.put(MAX_MESSAGE_BYTES, Integer.toString(maxMessageBytes));
        map.put(DURABILITY, durability == Durability.FSYNC ? "fsync" : "os");
        return map;
    }

    public TopicConfig withMinInsyncReplicas(int next) {
        return new TopicConfig(retentionMillis, retentionBytes, next, cleanupPolicy, maxMessageBytes, durability);
    }
}
