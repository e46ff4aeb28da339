package io.thalweg.client.api.admin;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A topic with all its partitions.
 *
 * @param name its name
 * @param topicId unique for all time
 * @param internal kept by the brokers for themselves
 * @param config settings that differ from the default
 * @param partitions the partitions in order
 */
public record TopicDescription(
        String name,
        UUID topicId,
        boolean internal,
        Map<String, String> config,
        List<PartitionDescription> partitions) {
    public TopicDescription {
        config = Map.copyOf(config);
        partitions = List.copyOf(partitions);
    }
}
