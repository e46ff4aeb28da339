package io.thalweg.metadata.consensus;

/**
 * A Raft server that closes by itself was either removed from the group, which only the metadata leader can confirm, or is
 * broken. It gets some time for the first; meanwhile it takes no part. Pure; used by one thread.
 */
final class Departure {

    private final long graceNanos;
    private boolean closed;
    private long sinceNanos;

    Departure(long graceNanos) {
        this.graceNanos = graceNanos;
    }

    /** Whether a server that is closed now may stay so for the moment. */
    boolean tolerates(long nowNanos) {
        if (!closed) {
            closed = true;
            sinceNanos = nowNanos;
        }
        return nowNanos - sinceNanos < graceNanos;
    }
}
