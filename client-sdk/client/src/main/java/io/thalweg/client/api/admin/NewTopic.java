package io.thalweg.client.api.admin;

import java.util.HashMap;
import java.util.Map;

/**
 * A topic to create.
 *
 * @param name 1 to 249 letters, digits, dots, underscores and dashes
 * @param partitions how many partitions; 0 for the cluster's default, 1
 * @param replicas how many copies; 0 for 3, or fewer if there are fewer brokers
 * @param config settings by name, as {@code retention.ms}; durations and sizes take units ({@code 7d}, {@code 10GB})
 */
public record NewTopic(String name, int partitions, int replicas, Map<String, String> config) {
    public NewTopic {
        if (partitions < 0 || replicas < 0) {
            throw new IllegalArgumentException("partitions and replicas must not be negative");
        }
        config = Map.copyOf(config);
    }

    /** With the cluster's defaults. */
    public static NewTopic named(String name) {
        return new NewTopic(name, 0, 0, Map.of());
    }

    public NewTopic partitions(int count) {
        return new NewTopic(name, count, replicas, config);
    }

    public NewTopic replicas(int count) {
        return new NewTopic(name, partitions, count, config);
    }

    /** With one more setting. */
    public NewTopic config(String key, String value) {
        Map<String, String> more = new HashMap<>(config);
        more.put(key, value);
        return new NewTopic(name, partitions, replicas, more);
    }
}
