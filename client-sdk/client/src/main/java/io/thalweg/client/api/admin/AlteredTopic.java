package io.thalweg.client.api.admin;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A topic after a change, or as it would be after it.
 *
 * @param topicId unique for all time
 * @param partitions how many partitions
 * @param config settings that differ from the default
 * @param changed false if the topic was as wanted before
 * @param warnings things worth saying aloud, such as that keys move to other partitions
 */
public record AlteredTopic(
        UUID topicId, int partitions, Map<String, String> config, boolean changed, List<String> warnings) {
    public AlteredTopic {
        config = Map.copyOf(config);
        warnings = List.copyOf(warnings);
    }
}
