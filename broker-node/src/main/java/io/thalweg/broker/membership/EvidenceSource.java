package io.thalweg.broker.membership;

import io.thalweg.broker.runtime.access.ReplicaReport;
import io.thalweg.metadata.model.PartitionUid;
import org.jspecify.annotations.Nullable;

/** What the replicas of this broker have. Asked on the session's thread; must not block. */
@FunctionalInterface
public interface EvidenceSource {

    /** Returns what this broker's replica of the partition has, or null if there is none. */
    @Nullable
    ReplicaReport replica(PartitionUid partition);
}
