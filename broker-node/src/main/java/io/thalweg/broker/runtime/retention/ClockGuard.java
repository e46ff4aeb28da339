package io.thalweg.broker.runtime.retention;

/**
 * Notices that the wall clock was set: a wrong clock must not delete everything. Slow drift is followed; after a jump the
 * clock is distrusted until it is back, or until the process is started again, which is the operator's word. Not
 * thread-safe.
 */
final class ClockGuard {
    /** A change between two looks above this is a jump. */
    static final long JUMP_MILLIS = 60 * 60 * 1_000L;

    private long trustedDifference;

    ClockGuard(long wallMillis, long monotonicMillis) {
        trustedDifference = wallMillis - monotonicMillis;
    }

    /** Whether the wall clock may be believed. */
    boolean trusts(long wallMillis, long monotonicMillis) {
        long difference = wallMillis - monotonicMillis;
        boolean trusted = Math.abs(difference - trustedDifference) <= JUMP_MILLIS;
        if (trusted) {
            trustedDifference = difference;
        }
        return trusted;
    }
}
