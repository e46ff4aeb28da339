package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.LogId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.PartitionUid;
import java.util.UUID;

/** The names of one partition: for clients, for streams, for the store and for checksums. */
public record HostedName(PartitionId id, PartitionUid uid, LogId log, BatchSeed seed) {
    public static HostedName of(Partition partition) {
        return new HostedName(
                partition.id(), partition.uid(), new LogId(partition.uid().value()), seedOf(partition.id()));
    }

    /** What seeds the checksums of a partition's batches. */
    public static BatchSeed seedOf(PartitionId id) {
        UUID topic = id.topic().value();
        return new BatchSeed(topic.getMostSignificantBits(), topic.getLeastSignificantBits(), id.index());
    }
}
