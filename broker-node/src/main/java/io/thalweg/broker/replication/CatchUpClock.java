package io.thalweg.broker.replication;

/**
 * When a follower last had everything: the last time at which the leader's log ended where the follower's has come to.
 * It is sampled, so under steady load a follower counts as caught up if it is at most about one sample behind.
 */
final class CatchUpClock {
    private long caughtUpMillis;
    private long sampleOffset;
    private long sampleMillis;

    CatchUpClock(long nowMillis, long leaderEnd) {
        this.caughtUpMillis = nowMillis;
        this.sampleOffset = leaderEnd;
        this.sampleMillis = nowMillis;
    }

    /** Follower and leader are here now. */
    void observe(long followerEnd, long leaderEnd, long nowMillis) {
        if (followerEnd >= leaderEnd) {
            caughtUpMillis = nowMillis;
        } else if (followerEnd >= sampleOffset) {
            caughtUpMillis = Math.max(caughtUpMillis, sampleMillis);
        }
        if (followerEnd >= sampleOffset) {
            sampleOffset = leaderEnd;
            sampleMillis = nowMillis;
        }
    }

    long caughtUpMillis() {
        return caughtUpMillis;
    }
}
