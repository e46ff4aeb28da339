package io.thalweg.broker.membership;

import java.util.concurrent.TimeUnit;

/**
 * The promise of the metadata leader that nobody else was made leader in this broker's place until the lease ends. It
 * counts from the sending of the beat that was answered. Two clocks must agree that it lasts, so that a process that was
 * suspended, on either clock, does not believe in an old lease. Protects only how recent an answer is, never data.
 * Immutable.
 *
 * @param fromNanos monotonic time of sending
 * @param fromWallMillis wall time of sending
 * @param lengthMillis how long it lasts; 0 for no lease
 */
public record Lease(long fromNanos, long fromWallMillis, long lengthMillis) {

    /** No lease. */
    public static final Lease NONE = new Lease(0, 0, 0);

    /** As {@code LeadershipProof.VALID_MILLIS} of the metadata leader. */
    private static final long PROOF_VALID_MILLIS = 1_000;

    private static final long MOST_BACKWARD_STEP_MILLIS = 500;

    /**
     * Returns the lease of an answered beat. It ends well before the session timeout does: a metadata leader grants it up
     * to a second after it was last known to lead, the next one waits a whole session from then on before it fences
     * anybody, and a tenth is more than the clocks of two machines drift apart in that time.
     */
    static Lease since(long fromNanos, long fromWallMillis, long sessionTimeoutMillis) {
        return new Lease(fromNanos, fromWallMillis, Math.max(0, sessionTimeoutMillis - PROOF_VALID_MILLIS) * 9 / 10);
    }

    /** Returns whether the lease holds at that time on both clocks. */
    public boolean holds(long nowNanos, long nowWallMillis) {
        long monotonic = TimeUnit.NANOSECONDS.toMillis(nowNanos - fromNanos);
        long wall = nowWallMillis - fromWallMillis;
        return monotonic < lengthMillis && wall < lengthMillis && wall >= -MOST_BACKWARD_STEP_MILLIS;
    }
}
