package io.thalweg.broker.membership;

import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Endpoint;
import java.util.List;
import java.util.UUID;

/**
 * Who registers where.
 *
 * @param clusterId the cluster that is meant
 * @param voters peer endpoints at which the metadata leader is looked for, as long as no voter has named others
 * @param registration this process
 * @param idInUseGraceMillis how long to go on when another live process seems to have this broker's id: it may be the last
 *     life of this broker that nobody has fenced yet
 */
public record MembershipSettings(
        UUID clusterId, List<Endpoint> voters, BrokerRegistration registration, long idInUseGraceMillis) {

    /** Copies the list. */
    public MembershipSettings {
        voters = List.copyOf(voters);
        if (voters.isEmpty()) {
            throw new IllegalArgumentException("a cluster has at least one voter");
        }
    }
}
