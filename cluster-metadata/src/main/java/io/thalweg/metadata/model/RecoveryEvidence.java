package io.thalweg.metadata.model;

/** What a replica of a leaderless partition has: its last leader epoch, log end and high watermark. */
public record RecoveryEvidence(BrokerIdentity broker, long lastEpoch, long logEnd, long highWatermark) {

    /** Throws {@code IllegalArgumentException} for negative values. */
    public RecoveryEvidence {
        Require.atLeast(lastEpoch, 0, "last epoch");
        Require.atLeast(logEnd, 0, "log end");
        Require.atLeast(highWatermark, 0, "high watermark");
    }
}
