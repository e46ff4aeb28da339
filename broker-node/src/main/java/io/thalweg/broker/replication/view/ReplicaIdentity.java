package io.thalweg.broker.replication.view;

import io.thalweg.broker.record.BatchSeed;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;

/**
 * Whose replica of what.
 *
 * @param seed the partition, as the checksums of its batches know it
 * @param broker this broker
 * @param brokerEpoch the epoch under which this process is registered
 */
public record ReplicaIdentity(BatchSeed seed, BrokerId broker, BrokerEpoch brokerEpoch) {}
