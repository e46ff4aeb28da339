package io.thalweg.client.internal.routing;

import java.util.List;
import java.util.UUID;

/**
 * A topic as far as sending and fetching need it.
 *
 * @param name its name
 * @param id unique for all time
 * @param maxBatchBytes largest batch that the topic takes
 * @param partitions the partitions in order
 */
public record TopicRoute(String name, UUID id, int maxBatchBytes, List<PartitionRoute> partitions) {
    /** Limit of topics that do not set {@code max.message.bytes}. */
    public static final int DEFAULT_MAX_BATCH_BYTES = 1 << 20;

    public TopicRoute {
        partitions = List.copyOf(partitions);
    }
}
