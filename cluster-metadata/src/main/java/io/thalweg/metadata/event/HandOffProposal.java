package io.thalweg.metadata.event;

import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.PartitionUid;

/** The holder that a leader wants in its place, given that leader epoch and version are still the ones it saw. */
public record HandOffProposal(PartitionUid partition, LeaderEpoch leaderEpoch, long version, BrokerIdentity target) {}
