package io.thalweg.broker.replication.action;

import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.LeaderEpoch;
import java.util.List;

/**
 * A new holder set that the leader asks for: a compare-and-set on leader epoch and version. The proposer is this broker
 * at its own epoch.
 *
 * @param version the version it is based on
 * @param attempt grows with each submission of this replica, so that an outcome finds its submission
 */
public record HolderProposal(LeaderEpoch leaderEpoch, long version, List<Holder> holders, long attempt) {
    public HolderProposal {
        holders = List.copyOf(holders);
    }
}
