package io.thalweg.metadata.controller;

import java.util.Map;
import java.util.Set;

/**
 * A change of a topic that somebody wants.
 *
 * @param name the topic
 * @param config settings to change, by name
 * @param reset settings to set back to their defaults
 * @param partitions how many it shall have, 0 for as many as now
 */
public record AlterationRequest(String name, Map<String, String> config, Set<String> reset, int partitions) {

    /** Copies the settings. */
    public AlterationRequest {
        config = Map.copyOf(config);
        reset = Set.copyOf(reset);
    }
}
