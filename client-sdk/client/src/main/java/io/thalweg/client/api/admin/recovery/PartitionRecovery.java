package io.thalweg.client.api.admin.recovery;

/**
 * The wish to make a leader of a partition in which no replica may lead.
 *
 * @param topic the topic
 * @param partition its index
 * @param reason why, for the record; must not be blank
 * @param broker whose replica shall lead, 0 for the one with the longest log of the newest epoch
 * @param forced go without replicas that do not tell what they have
 * @param version the {@link PartitionReplicas#version} that the decision rests on; 0 for any
 */
public record PartitionRecovery(String topic, int partition, String reason, int broker, boolean forced, long version) {
    public PartitionRecovery {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a recovery needs a reason");
        }
    }

    /** A recovery with the longest log of the newest epoch, on the evidence of all replicas. */
    public static PartitionRecovery of(String topic, int partition, String reason) {
        return new PartitionRecovery(topic, partition, reason, 0, false, 0);
    }

    /** With the replica of this broker as leader, 0 for the one with most. */
    public PartitionRecovery leader(int brokerId) {
        return new PartitionRecovery(topic, partition, reason, brokerId, forced, version);
    }

    /** Without replicas that do not tell what they have, if {@code force}. */
    public PartitionRecovery forced(boolean force) {
        return new PartitionRecovery(topic, partition, reason, broker, force, version);
    }

    /** Only if the partition has not changed since this version; else it fails with {@code STALE_VERSION}. */
    public PartitionRecovery at(long shownVersion) {
        return new PartitionRecovery(topic, partition, reason, broker, forced, shownVersion);
    }
}
