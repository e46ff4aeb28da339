package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.Partition;
import org.jspecify.annotations.Nullable;

/** The compare-and-set of whatever a leader asks for: it leads, in that epoch, and saw the newest version. */
final class LeaderClaim {

    private LeaderClaim() {}

    /** Why the claim is wrong, or null. */
    static @Nullable RejectionReason problem(
            @Nullable Partition partition, BrokerId leader, LeaderEpoch leaderEpoch, long version) {
        if (partition == null) {
            return RejectionReason.TOPIC_NOT_FOUND;
        }
        if (!partition.leaderEpoch().equals(leaderEpoch)) {
            return RejectionReason.STALE_LEADER_EPOCH;
        }
        if (!partition.ledBy(leader)) {
            return RejectionReason.NOT_LEADER;
        }
        return partition.version() == version ? null : RejectionReason.STALE_VERSION;
    }
}
