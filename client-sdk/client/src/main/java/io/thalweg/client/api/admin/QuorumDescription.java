package io.thalweg.client.api.admin;

import java.util.List;

/**
 * The brokers that hold the metadata and decide about it.
 *
 * @param index grows with every change of the voters; -1 for those that formed the cluster
 * @param commitIndex how far the metadata is committed
 * @param voters in order of their brokers
 */
public record QuorumDescription(long index, long commitIndex, List<VoterDescription> voters) {
    public QuorumDescription {
        voters = List.copyOf(voters);
    }
}
