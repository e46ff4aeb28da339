package io.thalweg.broker.replication.action;

/**
 * The good answer to an append.
 *
 * @param baseOffset offset of the first record; {@link #UNKNOWN_OFFSET} for a duplicate older than the remembered
 *     batches
 * @param leaderEpoch epoch of the leader that appended it
 * @param appendTimeMillis that leader's clock at the append; -1 if not known
 * @param duplicate the batch had been appended before
 */
public record Appended(long baseOffset, long leaderEpoch, long appendTimeMillis, boolean duplicate) {
    /** The offset of a duplicate that is no longer remembered. */
    public static final long UNKNOWN_OFFSET = -1;
}
