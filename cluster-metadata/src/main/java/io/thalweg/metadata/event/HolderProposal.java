package io.thalweg.metadata.event;

import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.PartitionUid;
import java.util.List;

/** The holder set that a leader wants, given that leader epoch and version are still the ones it saw. */
public record HolderProposal(PartitionUid partition, LeaderEpoch leaderEpoch, long version, List<Holder> holders) {

    /** Copies the set. */
    public HolderProposal {
        holders = List.copyOf(holders);
    }
}
