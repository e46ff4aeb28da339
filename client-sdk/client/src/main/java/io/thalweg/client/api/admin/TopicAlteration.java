package io.thalweg.client.api.admin;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A change of a topic. What it does not name stays.
 *
 * @param name the topic
 * @param config settings to change, as {@code retention.ms}; durations and sizes take units ({@code 7d}, {@code 10GB})
 * @param reset settings to set back to their defaults
 * @param partitions how many partitions it shall have, at least as many as now; 0 for as many as now
 */
public record TopicAlteration(String name, Map<String, String> config, Set<String> reset, int partitions) {
    public TopicAlteration {
        if (partitions < 0) {
            throw new IllegalArgumentException("partitions must not be negative");
        }
        config = Map.copyOf(config);
        reset = Set.copyOf(reset);
    }

    /** A change of nothing yet. */
    public static TopicAlteration of(String topic) {
        return new TopicAlteration(topic, Map.of(), Set.of(), 0);
    }

    /** With one more setting to change. */
    public TopicAlteration config(String key, String value) {
        Map<String, String> more = new HashMap<>(config);
        more.put(key, value);
        return new TopicAlteration(name, more, reset, partitions);
    }

    /** With one more setting to set back to its default. */
    public TopicAlteration reset(String key) {
        Set<String> more = new HashSet<>(reset);
        more.add(key);
        return new TopicAlteration(name, config, more, partitions);
    }

    /** With new partitions, so that there are so many. Records of a key may go to another partition from then on. */
    public TopicAlteration partitions(int count) {
        return new TopicAlteration(name, config, reset, count);
    }
}
