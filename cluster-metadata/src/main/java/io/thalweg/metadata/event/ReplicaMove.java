package io.thalweg.metadata.event;

import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.PartitionUid;
import java.util.List;

/** The replicas that a partition shall have, given that its version is still the one that this was planned on. */
public record ReplicaMove(PartitionUid partition, long version, List<BrokerId> replicas) {

    /** Copies the list, which is in order of preference. */
    public ReplicaMove {
        replicas = List.copyOf(replicas);
    }
}
