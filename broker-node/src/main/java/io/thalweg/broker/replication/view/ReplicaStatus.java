package io.thalweg.broker.replication.view;

import io.thalweg.metadata.model.BrokerEpoch;

/**
 * What the image says of a broker that has a replica.
 *
 * @param epoch its registered broker epoch
 * @param active its session is live
 * @param draining it must not get new replicas or leaders
 * @param fault image index of the newest fault reported of its replica in its present life, 0 for none
 */
public record ReplicaStatus(BrokerEpoch epoch, boolean active, boolean draining, long fault) {}
