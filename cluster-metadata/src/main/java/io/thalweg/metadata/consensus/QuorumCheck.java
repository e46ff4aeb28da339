package io.thalweg.metadata.consensus;

import io.thalweg.metadata.controller.VoterPosition;
import java.util.List;

/**
 * Notices a leader that no longer hears a majority of its group. If what it sends still arrives, its followers are content and
 * elect nobody. Ratis 3.3 makes such a leader step down, but looks for it only after a pause in the writing, and the metadata
 * leader never pauses; so it must take no proposals until it is heard again or has stepped down. Pure; used by one thread.
 */
final class QuorumCheck {
    private final long limitMillis;
    private long term = -1;
    private long sinceMillis;

    /** @param limitMillis how long a voter may be silent, and how long a new leader has to be heard */
    QuorumCheck(long limitMillis) {
        this.limitMillis = limitMillis;
    }

    /**
     * Whether this voter has led the term for longer than the limit, and hears no majority that counts itself.
     *
     * @param voters all, if this voter leads; else none
     */
    boolean hasLostQuorum(List<VoterPosition> voters, long currentTerm, long nowMillis) {
        if (voters.isEmpty()) {
            term = -1;
            return false;
        }
        if (term != currentTerm) {
            term = currentTerm;
            sinceMillis = nowMillis;
        }
        long heard = voters.stream()
                .filter(voter -> voter.silentMillis() <= limitMillis)
                .count();
        return nowMillis - sinceMillis > limitMillis && 2 * heard <= voters.size();
    }
}
