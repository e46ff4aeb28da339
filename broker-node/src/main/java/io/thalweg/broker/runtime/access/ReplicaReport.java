package io.thalweg.broker.runtime.access;

import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.RecoveryEvidence;
import org.jspecify.annotations.Nullable;

/**
 * What a replica has, whether it leads, follows or neither.
 *
 * @param leaderEpoch of the image that it has acted on
 * @param leaderless that image named no leader, and all of the log is durable
 * @param evidence its log
 * @param fault why the replica stopped, null if it did not
 */
public record ReplicaReport(
        LeaderEpoch leaderEpoch,
        boolean leaderless,
        RecoveryEvidence evidence,
        @Nullable String fault) {

    /** The broker's life that reports. */
    public BrokerIdentity broker() {
        return evidence.broker();
    }

    /** Whether the log stands still until somebody is elected after that epoch: then the report is evidence. */
    public boolean standsStillIn(LeaderEpoch epoch) {
        return fault != null || (leaderless && leaderEpoch.equals(epoch));
    }
}
