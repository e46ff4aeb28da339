package io.thalweg.broker.runtime.link;

import io.thalweg.metadata.model.PartitionId;

/** Makes the applier of a partition of one internal topic when a replica of it appears here. */
@FunctionalInterface
public interface CommittedApplierFactory {
    /**
     * Called on the partition's loop; may read its tables to build state in memory.
     *
     * @param mailbox runs tasks on the partition's loop, for requests that the applier serves
     */
    CommittedApplier create(PartitionId partition, TableReader tables, PartitionMailbox mailbox);
}
