package io.thalweg.metadata.controller;

import java.util.Map;

/**
 * A topic that somebody wants.
 *
 * @param partitions 0 for the default, which is 1
 * @param replicas 0 for the default: 3, or as many as there are brokers to place on
 * @param config settings by name; see {@link io.thalweg.metadata.model.TopicConfig}
 */
public record TopicRequest(String name, int partitions, int replicas, Map<String, String> config) {

    /** Copies the settings. */
    public TopicRequest {
        config = Map.copyOf(config);
    }
}
