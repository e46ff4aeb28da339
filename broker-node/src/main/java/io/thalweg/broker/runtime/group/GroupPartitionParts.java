package io.thalweg.broker.runtime.group;

import io.thalweg.broker.runtime.access.PartitionAccess;
import io.thalweg.broker.runtime.link.PartitionMailbox;
import io.thalweg.broker.runtime.link.TableReader;
import io.thalweg.metadata.model.PartitionId;
import java.util.function.LongSupplier;

/**
 * What a coordinator partition works with.
 *
 * @param removed runs when the partition is no longer hosted here
 */
record GroupPartitionParts(
        PartitionId partition,
        TableReader tables,
        PartitionMailbox mailbox,
        PartitionAccess partitions,
        LongSupplier clockMillis,
        Runnable removed) {}
