package io.thalweg.metadata.controller;

/**
 * When the metadata leader before this one was last heard. A leader that falls silent is replaced by voters of which each had
 * not heard it for the shortest election timeout, and what it granted brokers rests on commits, which some of these voters
 * acknowledged. So the next leader need not count a session from its own election. Pure; confined to one thread.
 */
public final class Predecessor {

    private final long electionMillis;
    private long heardMillis = Long.MAX_VALUE;

    /**
     * @param electionMillis no voter helps to replace a leader that it heard within this time, unless it was asked to stand
     */
    public Predecessor(long electionMillis) {
        this.electionMillis = electionMillis;
    }

    /** Looks at what this voter knows; to be called many times within an election timeout. */
    public void look(Leadership now, long nowMillis) {
        if (now.silentMillis() != Leadership.FOLLOWS_NONE) {
            heardMillis = nowMillis - now.silentMillis();
        }
    }

    /** A time after which no voter can have heard the leader before; this voter has just become leader. */
    public long silentSince(long nowMillis) {
        return Math.min(nowMillis, Math.max(heardMillis, nowMillis - electionMillis));
    }
}
