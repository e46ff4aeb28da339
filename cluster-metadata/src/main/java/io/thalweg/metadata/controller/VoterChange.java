package io.thalweg.metadata.controller;

/**
 * A wanted change of the voters: one comes, one goes, or one takes the place of another.
 *
 * @param add broker that shall vote, 0 for none
 * @param remove broker whose vote ends, 0 for none; the same as {@code add} if only its Raft folder is another
 */
public record VoterChange(int add, int remove) {

    /** Whether a broker comes. */
    public boolean adds() {
        return add > 0;
    }

    /** Whether a broker goes. */
    public boolean removes() {
        return remove > 0;
    }
}
