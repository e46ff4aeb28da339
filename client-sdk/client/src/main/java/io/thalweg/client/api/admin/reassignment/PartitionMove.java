package io.thalweg.client.api.admin.reassignment;

import io.thalweg.client.api.TopicPartition;
import java.util.List;

/**
 * A change of a partition's replicas.
 *
 * @param partition the partition
 * @param from brokers of its replicas before, in order of preference
 * @param to brokers of its replicas afterwards, in order of preference
 */
public record PartitionMove(TopicPartition partition, List<Integer> from, List<Integer> to) {
    public PartitionMove {
        from = List.copyOf(from);
        to = List.copyOf(to);
    }

    /** Brokers that get a replica. */
    public List<Integer> adding() {
        return to.stream().filter(broker -> !from.contains(broker)).toList();
    }

    /** Brokers that lose theirs when it ends. */
    public List<Integer> removing() {
        return from.stream().filter(broker -> !to.contains(broker)).toList();
    }
}
