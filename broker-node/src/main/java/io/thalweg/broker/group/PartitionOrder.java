package io.thalweg.broker.group;

import io.thalweg.metadata.model.PartitionId;
import java.util.Comparator;

/** The one order in which groups list partitions. */
final class PartitionOrder {
    static final Comparator<PartitionId> BY_TOPIC_AND_INDEX = Comparator.comparing(
                    (PartitionId partition) -> partition.topic().value())
            .thenComparingInt(PartitionId::index);

    private PartitionOrder() {}
}
