package io.thalweg.broker.replication.action;

import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.LeaderEpoch;

/**
 * The leader gives its leadership to a holder that has everything.
 *
 * @param version the version it is based on
 * @param target the broker, at its epoch, that shall lead
 * @param attempt as in {@link HolderProposal}; one number line for both
 */
public record HandOffProposal(LeaderEpoch leaderEpoch, long version, Holder target, long attempt) {}
