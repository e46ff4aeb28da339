package io.thalweg.broker.replication;

import io.thalweg.broker.replication.action.ReplicaAction;

/**
 * What a recovery changes about cuts. It made somebody leader who may lack acknowledged records, so a follower that has
 * them must give them up: it may then cut below its own high watermark, and it copies what it cuts to quarantine first.
 *
 * <p>A log whose last batch is of the recovery's epoch or a later one has followed a leader that came after it, so it has
 * nothing more that the recovery declared lost.
 */
final class RecoveredCuts {
    private static final long NOWHERE = -1;

    private final ReplicaContext context;
    private long copiedFrom = NOWHERE;
    private long copiedTo = NOWHERE;
    private long copiedFor;
    private boolean copying;
    /** The newest recovery after which a leader's rows were taken. */
    private long rowsTakenAfter;

    RecoveredCuts(ReplicaContext context) {
        this.context = context;
    }

    /** Whether a recovery explains that the leader lacks what this log knows to be committed. */
    boolean mayCutBelowWatermark() {
        return context.view().recoveryEpoch() > context.log().watermarkEpoch()
                || !context.rules().keeps(ReplicationRules.Rule.CUT_BELOW_WATERMARK_AFTER_RECOVERY);
    }

    /**
     * Whether everything from an offset on may be cut now. If not, its copy is asked for, and the state hears when that is
     * done.
     *
     * @param from a batch boundary, at or above the log start
     */
    boolean mayCut(long from) {
        ReplicaLog log = context.log();
        long recovery = context.view().recoveryEpoch();
        boolean lost = log.logEnd() > from
                && (from < log.highWatermark() || log.epochs().lastEpoch() < recovery);
        boolean copied = copiedFor == recovery && copiedFrom <= from && copiedTo == log.logEnd() && !copying;
        if (!lost || recovery == 0 || copied || !context.rules().keeps(ReplicationRules.Rule.QUARANTINE_BEFORE_CUT)) {
            return true;
        }
        copiedFrom = from;
        copiedTo = log.logEnd();
        copiedFor = recovery;
        copying = true;
        context.outbox().add(new ReplicaAction.Quarantine(copiedFrom, copiedTo, copiedFor));
        return false;
    }

    /**
     * Whether the producer rows hold more than the log: those of an earlier leader, which this log never caught up with.
     * After a recovery another history follows, in which they are wrong.
     */
    boolean producersAhead() {
        ReplicaLog log = context.log();
        long recovery = context.view().recoveryEpoch();
        return log.epochs().lastEpoch() < recovery
                && rowsTakenAfter < recovery
                && log.producers().isAbove(log.logEnd())
                && context.rules().keeps(ReplicationRules.Rule.ROWS_GO_BACK_WITH_LOG);
    }

    /** The leader's producer rows were taken over. */
    void rowsTaken() {
        rowsTakenAfter = context.view().recoveryEpoch();
    }

    /**
     * Before this replica leads: it may be the leader of a recovery with a log that never reached what its producer rows,
     * those of an earlier leader, hold. What they say beyond the log is lost.
     */
    void beforeLeading() {
        if (producersAhead()) {
            context.log().dropProducersAhead(context.outbox());
        }
    }

    /** Whether a copy is under way. */
    boolean copying() {
        return copying;
    }

    /** The copy that was asked for is made. */
    void copied() {
        copying = false;
    }

    /** The copy that was asked for could not be made. Returns whether it would still be needed. */
    boolean failed() {
        boolean needed = copiedTo == context.log().logEnd();
        copying = false;
        copiedTo = NOWHERE;
        return needed;
    }
}
