package io.thalweg.broker.replication;

import io.thalweg.broker.producer.ProducerRows;
import io.thalweg.broker.replication.message.EpochMark;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.ResetCause;
import io.thalweg.metadata.model.LeaderEpoch;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The leader's answer to a Follow: compares the follower's log end with the own log by epoch and chain hash. */
final class FollowHandshake {
    private final ReplicaLog log;
    private final LeaderEpoch leaderEpoch;
    private final ReplicationRules rules;
    private final int tableBytes;

    FollowHandshake(ReplicaContext context) {
        this.log = context.log();
        this.leaderEpoch = context.leaderEpoch();
        this.rules = context.rules();
        this.tableBytes = context.settings().tableBytes();
    }

    /** More rows for a follower that begins at the log start; from the beginning if that has moved. */
    LeaderMessage answer(FollowerMessage.AskRows ask) {
        return ask.logStart() == log.logStart()
                ? new LeaderMessage.Table(
                        leaderEpoch, log.logStart(), log.producers().rows(ask.fromProducer(), tableBytes))
                : belowLogStart();
    }

    /** What to answer; a Matched means that the follower's log is a prefix of this one. */
    LeaderMessage answer(FollowerMessage.Follow follow) {
        if (follow.lastEpoch() == 0 && follow.logEnd() == 0) {
            return log.logStart() == 0 ? matched(0) : belowLogStart();
        }
        if (follow.logEnd() < log.logStart()) {
            return belowLogStart();
        }
        EpochList epochs = log.epochs();
        EpochMark mark = epochs.find(follow.lastEpoch());
        if (mark != null && follow.logEnd() <= epochs.endOf(follow.lastEpoch(), log.logEnd())) {
            OptionalLong chain = log.chainAt(follow.logEnd());
            boolean same = chain.isEmpty() || chain.getAsLong() == follow.chain();
            return same ? matched(follow.logEnd()) : LeaderMessage.Reset.of(leaderEpoch, ResetCause.FAULT);
        }
        if (!rules.keeps(ReplicationRules.Rule.TRUNCATE_ON_DIVERGENCE) && follow.logEnd() <= log.logEnd()) {
            return matched(follow.logEnd());
        }
        return diverged(follow.lastEpoch());
    }

    private LeaderMessage matched(long fromOffset) {
        return new LeaderMessage.Matched(leaderEpoch, fromOffset, log.logStart(), log.highWatermark());
    }

    private LeaderMessage diverged(long lastEpoch) {
        List<EpochMark> entries = log.epochs().newestUpTo(lastEpoch, LeaderMessage.Diverged.MAX_ENTRIES);
        if (entries.isEmpty() && log.logStart() > 0) {
            return belowLogStart();
        }
        long end = entries.isEmpty()
                ? log.logStart()
                : log.epochs().endOf(entries.get(0).epoch(), log.logEnd());
        return new LeaderMessage.Diverged(leaderEpoch, entries, end, log.logStart(), log.highWatermark(), log.logEnd());
    }

    private LeaderMessage belowLogStart() {
        @Nullable EpochMark inForce = log.epochs().inForceAt(log.logStart());
        OptionalLong chain = log.chainAt(log.logStart());
        if (inForce == null || chain.isEmpty()) {
            return LeaderMessage.Reset.of(leaderEpoch, ResetCause.FAULT);
        }
        EpochMark atStart = new EpochMark(inForce.epoch(), log.logStart(), chain.getAsLong());
        return new LeaderMessage.Reset(
                leaderEpoch,
                ResetCause.BELOW_LOG_START,
                0,
                log.logStart(),
                atStart,
                log.producers().rows(ProducerRows.FIRST, tableBytes));
    }
}
