package io.thalweg.broker.replication;

import io.thalweg.broker.replication.message.EpochMark;
import io.thalweg.broker.replication.message.LeaderMessage;
import org.jspecify.annotations.Nullable;

/**
 * Where a follower cuts a log that differs from its leader's: at the end of the largest epoch that both have with equal
 * history below it, whichever of the two ends is lower. If the leader's list names no such epoch, everything from its
 * oldest named epoch on goes; the next round then names older ones, so the rounds end.
 */
final class TruncationPoint {
    private TruncationPoint() {}

    /** The offset to cut at, at or below the follower's log end. */
    static long of(ReplicaLog log, LeaderMessage.Diverged diverged) {
        EpochList own = log.epochs();
        long leaderEnd = diverged.epochEnd();
        EpochMark oldestNamed = null;
        for (EpochMark mark : diverged.entries()) {
            EpochMark mine = own.find(mark.epoch());
            if (mine != null && sameHistory(mine, mark, own.oldest(), diverged.logStart())) {
                return Math.min(leaderEnd, own.endOf(mark.epoch(), log.logEnd()));
            }
            leaderEnd = mark.firstOffset();
            oldestNamed = mark;
        }
        EpochMark cut = oldestNamed == null ? own.oldest() : own.oldestFrom(oldestNamed.epoch());
        boolean more = diverged.entries().size() == LeaderMessage.Diverged.MAX_ENTRIES;
        if (more && cut != null) {
            return cut.firstOffset();
        }
        long end = cut == null ? log.logEnd() : cut.firstOffset();
        return boundary(log, Math.min(end, diverged.logStart()));
    }

    /** The leader's log start may lie inside a batch of this other history. */
    private static long boundary(ReplicaLog log, long offset) {
        EpochMark inForce = log.epochs().inForceAt(offset);
        boolean known = offset <= log.logStart() || log.chainAt(offset).isPresent();
        return known || inForce == null ? offset : inForce.firstOffset();
    }

    /** Entries that both begin where the epoch does must agree; one that stands for a trimmed log agrees by its epoch. */
    private static boolean sameHistory(
            EpochMark mine, EpochMark theirs, @Nullable EpochMark myOldest, long leaderLogStart) {
        if (mine.firstOffset() == theirs.firstOffset()) {
            return mine.chain() == theirs.chain();
        }
        return mine.equals(myOldest) || theirs.firstOffset() <= leaderLogStart;
    }
}
