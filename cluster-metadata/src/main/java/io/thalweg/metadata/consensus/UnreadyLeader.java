package io.thalweg.metadata.consensus;

/**
 * Notices a leader that never becomes ready. Ratis 3.3 sends an entry once per stream; if a follower stored it but its
 * answer was lost with the stream, the entry is not sent again and heartbeats do not confirm it. A later entry would, but
 * a leader that is not ready takes none, so with only two voters alive the group would have a leader that serves nobody,
 * for ever. A new term starts from fresh positions. Pure; used by one thread.
 */
final class UnreadyLeader {
    private final long limitNanos;
    private long term = -1;
    private long sinceNanos;

    UnreadyLeader(long limitNanos) {
        this.limitNanos = limitNanos;
    }

    /** Whether to step down now: this voter has led the term for the limit without being ready. */
    boolean mustStepDown(boolean leader, boolean ready, long currentTerm, long nowNanos) {
        if (!leader || ready) {
            term = -1;
            return false;
        }
        if (term != currentTerm) {
            term = currentTerm;
            sinceNanos = nowNanos;
            return false;
        }
        if (nowNanos - sinceNanos < limitNanos) {
            return false;
        }
        sinceNanos = nowNanos;
        return true;
    }
}
