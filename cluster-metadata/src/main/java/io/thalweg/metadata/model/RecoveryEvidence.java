package io.thalweg.metadata.model;

import java.util.Comparator;

/**
 * What a replica of a leaderless partition has.
 *
 * @param lastEpoch leader epoch of its last batch, 0 for an empty log
 * @param damaged it holds damaged bytes or stopped for a fault: it leads only if it is chosen
 */
public record RecoveryEvidence(
        BrokerIdentity broker, long lastEpoch, long logStart, long logEnd, long highWatermark, boolean damaged) {

    /**
     * The more a log has, the larger: a later epoch counts before a longer log, because a leader of that epoch had all that
     * was committed before it.
     */
    public static final Comparator<RecoveryEvidence> BY_LOG =
            Comparator.comparingLong(RecoveryEvidence::lastEpoch).thenComparingLong(RecoveryEvidence::logEnd);

    /** Throws {@code IllegalArgumentException} for negative values. */
    public RecoveryEvidence {
        Require.atLeast(lastEpoch, 0, "last epoch");
        Require.atLeast(logStart, 0, "log start");
        Require.atLeast(logEnd, 0, "log end");
        Require.atLeast(highWatermark, 0, "high watermark");
    }
}
