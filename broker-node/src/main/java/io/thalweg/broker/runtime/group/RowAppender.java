package io.thalweg.broker.runtime.group;

import io.thalweg.broker.group.GroupRow;
import io.thalweg.broker.record.BatchBuilder;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.PlainRecord;
import io.thalweg.broker.replication.action.Acks;
import io.thalweg.broker.runtime.access.AppendListener;
import io.thalweg.broker.runtime.access.AppendRequest;
import io.thalweg.broker.runtime.access.PartitionAccess;
import io.thalweg.metadata.model.PartitionId;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** Appends the rows of a decision to a coordinator partition, as one batch with acks all. */
final class RowAppender {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final PartitionAccess partitions;
    private final PartitionId partition;
    private final BatchSeed seed;

    RowAppender(PartitionAccess partitions, PartitionId partition) {
        this.partitions = partitions;
        this.partition = partition;
        UUID topic = partition.topic().value();
        this.seed = new BatchSeed(topic.getMostSignificantBits(), topic.getLeastSignificantBits(), partition.index());
    }

    void append(List<GroupRow> rows, long nowMillis, AppendListener listener) {
        var batch = new BatchBuilder(seed);
        rows.forEach(row -> batch.add(PlainRecord.of(row.key(), row.value(), nowMillis)));
        partitions.append(
                new AppendRequest(partition, batch.build(), Acks.ALL, OptionalLong.empty(), TIMEOUT_MILLIS), listener);
    }
}
