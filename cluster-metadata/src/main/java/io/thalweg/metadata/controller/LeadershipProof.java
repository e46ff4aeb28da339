package io.thalweg.metadata.controller;

/**
 * Whether this leader was still leader a moment ago: it is, if a command that it submitted in its term within the last
 * second was committed. Counted from the submission, so the proof is never younger than it looks. One object per term;
 * confined to one thread.
 */
public final class LeadershipProof {

    /** How long a commit proves the leadership. */
    public static final long VALID_MILLIS = 1_000;

    private long provenMillis = Long.MIN_VALUE;

    /** A command submitted at that monotonic time was committed. */
    public void committed(long submittedMillis) {
        provenMillis = Math.max(provenMillis, submittedMillis);
    }

    /** Whether a lease may be renewed now. */
    public boolean holds(long nowMillis) {
        return provenMillis != Long.MIN_VALUE && nowMillis - provenMillis < VALID_MILLIS;
    }
}
