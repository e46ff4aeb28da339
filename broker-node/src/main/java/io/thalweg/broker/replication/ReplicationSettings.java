package io.thalweg.broker.replication;

/**
 * Times and bounds of replication, all in milliseconds of the monotonic clock.
 *
 * @param replicaLagMaxMillis a holder that has not caught up for this long leaves the set
 * @param handOffMillis how long a leader that hands off may keep producers waiting before it gives up
 * @param retryMillis pause before a proposal with unknown outcome, or a refused Follow, is sent again
 * @param persistMillis how often a grown high watermark is stored without data
 * @param maxPendingAppends bound on the appends of a partition that wait for their commit
 * @param maxPendingBytes bound on their bytes
 */
public record ReplicationSettings(
        long replicaLagMaxMillis,
        long handOffMillis,
        long retryMillis,
        long persistMillis,
        int maxPendingAppends,
        long maxPendingBytes) {
    /** What a broker uses unless told otherwise. */
    public static final ReplicationSettings DEFAULTS =
            new ReplicationSettings(10_000, 500, 100, 1_000, 10_000, 64L << 20);

    public ReplicationSettings {
        if (replicaLagMaxMillis <= 0 || handOffMillis <= 0 || retryMillis <= 0 || persistMillis <= 0) {
            throw new IllegalArgumentException("times must be above 0");
        }
        if (maxPendingAppends <= 0 || maxPendingBytes <= 0) {
            throw new IllegalArgumentException("bounds must be above 0");
        }
    }
}
