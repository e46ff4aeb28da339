package io.thalweg.client.api.admin;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Feature levels: what brokers of different versions of the software agree to use. Immutable.
 *
 * @param finalised the level that the cluster uses
 * @param supported the highest level that each registered broker supports, by broker id
 */
public record FeatureLevels(int finalised, SortedMap<Integer, Integer> supported) {
    public FeatureLevels {
        supported = Collections.unmodifiableSortedMap(new TreeMap<>(supported));
    }

    /** The highest level that could be finalised now: what all registered brokers support. */
    public int highest() {
        return supported.values().stream().mapToInt(level -> level).min().orElse(finalised);
    }
}
