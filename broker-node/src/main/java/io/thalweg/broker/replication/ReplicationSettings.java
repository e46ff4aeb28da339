package io.thalweg.broker.replication;

/**
 * Times and bounds of replication; all times in milliseconds of the monotonic clock.
 *
 * @param replicaLagMaxMillis a holder that has not caught up for this long leaves the set
 * @param handOffMillis how long a leader that hands off may keep producers waiting before it gives up
 * @param retryMillis pause before a proposal with unknown outcome, or a refused Follow, is sent again
 * @param persistMillis how often a grown high watermark is stored without data
 * @param maxPendingAppends bound on the appends of a partition that wait for their commit
 * @param maxPendingBytes bound on their bytes
 * @param tableBytes bound on the producer rows of one message, but for the first row
 * @param nearBytes a follower on the bulk lane that lacks no more than this moves to the hot one; less than the tail in
 *     memory, where the hot lane finds what was appended while the replica led
 * @param farBytes a follower on the hot lane that lacks more than this moves to the bulk one; above {@code nearBytes}, so
 *     that it does not move to and fro
 */
public record ReplicationSettings(
        long replicaLagMaxMillis,
        long handOffMillis,
        long retryMillis,
        long persistMillis,
        int maxPendingAppends,
        long maxPendingBytes,
        int tableBytes,
        long nearBytes,
        long farBytes) {
    /** What a broker uses unless told otherwise. */
    public static final ReplicationSettings DEFAULTS =
            new ReplicationSettings(10_000, 500, 100, 1_000, 10_000, 16L << 20, 256 << 10, 2L << 20, 16L << 20);

    public ReplicationSettings {
        if (replicaLagMaxMillis <= 0 || handOffMillis <= 0 || retryMillis <= 0 || persistMillis <= 0) {
            throw new IllegalArgumentException("times must be above 0");
        }
        if (maxPendingAppends <= 0 || maxPendingBytes <= 0 || tableBytes <= 0) {
            throw new IllegalArgumentException("bounds must be above 0");
        }
        if (nearBytes < 0 || farBytes <= nearBytes) {
            throw new IllegalArgumentException("farBytes must be above nearBytes");
        }
    }
}
