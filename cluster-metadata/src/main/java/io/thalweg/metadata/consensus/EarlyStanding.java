package io.thalweg.metadata.consensus;

import org.jspecify.annotations.Nullable;

/**
 * When a voter stands for election because the process of the leader is dead beyond doubt, instead of waiting for the
 * election timeout. An election is always safe; these rules keep it from being a nuisance: the voters take turns by their
 * rank after the dead leader, so that they do not split the votes, and nobody stands twice against the same voter within a
 * short time. Pure; confined to one thread.
 */
final class EarlyStanding {

    /** Time for one voter's election before the next voter stands. */
    static final long TURN_MILLIS = 300;
    /** Whoever leads again so soon lives behind a port that refuses: the election timeout decides about him. */
    static final long AGAIN_MILLIS = 10_000;
    /** Answer of {@link #provenDead}: do not stand. */
    static final long NEVER = -1;

    private @Nullable String dead;
    private long deadTerm;
    private long deadSinceMillis;

    /**
     * The port of the leader of that term refuses.
     *
     * @param rank how many voters take their turn before this one
     * @return milliseconds until this voter's turn, or {@link #NEVER} if it was given one before
     */
    long provenDead(String leader, int rank, long term, long nowMillis) {
        if (leader.equals(dead) && nowMillis - deadSinceMillis < AGAIN_MILLIS) {
            return NEVER;
        }
        dead = leader;
        deadTerm = term;
        deadSinceMillis = nowMillis;
        return rank * TURN_MILLIS;
    }

    /**
     * Whether to stand, now that it is this voter's turn: it still follows the dead leader, and nobody stood before.
     *
     * @param leader whom this voter follows, null while it knows none
     */
    boolean stands(boolean follower, @Nullable String leader, long term) {
        return follower && term == deadTerm && leader != null && leader.equals(dead);
    }
}
