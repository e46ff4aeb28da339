package io.thalweg.client.api.admin;

import java.util.List;
import java.util.UUID;

/**
 * What was created, or would be.
 *
 * @param topicId unique for all time
 * @param partitions how many partitions
 * @param replicas how many copies of each
 * @param warnings things worth saying aloud, such as fewer replicas than three
 */
public record CreatedTopic(UUID topicId, int partitions, int replicas, List<String> warnings) {
    public CreatedTopic {
        warnings = List.copyOf(warnings);
    }
}
