package io.thalweg.client.api.admin.recovery;

/**
 * What a replica has.
 *
 * @param brokerEpoch the life of the broker that told
 * @param lastEpoch leader epoch of the last record, 0 for an empty log
 * @param logStart first offset that is kept
 * @param highWatermark everything below is committed, as far as the replica heard
 * @param logEnd offset after the last record
 * @param damaged it holds damaged bytes or stopped, so it does not serve
 * @param fault why it stopped; empty if it did not
 */
public record ReplicaLog(
        long brokerEpoch,
        long lastEpoch,
        long logStart,
        long highWatermark,
        long logEnd,
        boolean damaged,
        String fault) {}
