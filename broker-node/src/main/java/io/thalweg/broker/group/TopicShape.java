package io.thalweg.broker.group;

import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.TopicId;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a group needs to know of a topic that clients may subscribe to (internal topics are left out by the caller). */
public record TopicShape(TopicId id, String name, int partitions) {
    public TopicShape {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
    }

    /** The topic's partitions in order. */
    public Stream<PartitionId> partitionIds() {
        return IntStream.range(0, partitions).mapToObj(index -> new PartitionId(id, index));
    }
}
