package io.thalweg.client.api.admin.group;

import io.thalweg.client.api.TopicPartition;
import java.util.Map;

/**
 * A change of a group's committed offsets that has not happened yet: look at it, then apply it.
 *
 * @param group the group
 * @param from the committed offsets now; partitions without one are missing
 * @param to the offsets that applying the plan commits
 */
public record OffsetPlan(String group, Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
    public OffsetPlan {
        from = Map.copyOf(from);
        to = Map.copyOf(to);
    }
}
