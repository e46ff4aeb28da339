package io.thalweg.broker.replication;

import io.thalweg.broker.producer.ProducerRows;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.broker.replication.message.EpochMark;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.metadata.model.BrokerId;
import org.jspecify.annotations.Nullable;

/**
 * Knows its leader and asks to follow it: waits for a stream, then for the answer to its Follow. One Follow is under way
 * at a time, so the first answer belongs to it; data and marks mean nothing here (rule R3). A Follow without an answer
 * is given up with its stream: perhaps it went into one that was broken already. It begins on the hot lane; the leader
 * says if it belongs on the bulk one.
 */
final class FollowingState implements ReplicaState, LeaderMessage.Handler<Boolean> {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long WHEN_THERE_IS_ROOM = Long.MAX_VALUE - 1;
    /** Patience with an unanswered Follow, in pauses before a refused one is repeated. */
    private static final int ANSWER_FACTOR = 30;

    private final ReplicaContext context;
    private final BrokerId leader;
    private Lane lane;
    private @Nullable PeerStream stream;
    private long toldFault;
    private @Nullable TableCopy copy;
    private boolean rewinding;
    private long followAtMillis = NEVER;
    private long answerByMillis = NEVER;

    FollowingState(ReplicaContext context, BrokerId leader) {
        this(context, leader, Lane.HOT);
    }

    /** Begins on this lane. */
    FollowingState(ReplicaContext context, BrokerId leader, Lane lane) {
        this.context = context;
        this.leader = leader;
        this.lane = lane;
    }

    /** Begins on a stream that is live, with a pause before the Follow. */
    FollowingState(ReplicaContext context, BrokerId leader, PeerStream stream) {
        this(context, leader, stream.lane());
        this.stream = stream;
        this.followAtMillis = context.nowMillis() + context.settings().retryMillis();
    }

    /** Begins on a stream that is live, with a Follow when the disk has room. */
    static FollowingState waitingForRoom(ReplicaContext context, BrokerId leader, PeerStream stream) {
        FollowingState state = new FollowingState(context, leader, stream);
        state.followAtMillis = WHEN_THERE_IS_ROOM;
        return state;
    }

    @Override
    public ReplicaRole role() {
        return ReplicaRole.FOLLOWER;
    }

    @Override
    public ReplicaContext context() {
        return context;
    }

    @Override
    public void enter() {
        announce();
        if (stream == null) {
            context.outbox().add(new ReplicaAction.RequestLink(leader, lane));
        }
    }

    @Override
    public void onLeaderConnected(PeerStream connected) {
        boolean wanted = connected.peer().equals(leader) && connected.lane() == lane;
        if (wanted && (stream == null || connected.number() > stream.number())) {
            stream = connected;
            follow();
        }
    }

    @Override
    public void onLeaderGone(PeerStream gone) {
        if (gone.equals(stream)) {
            askForLink();
        }
    }

    private void askForLink() {
        stream = null;
        followAtMillis = NEVER;
        answerByMillis = NEVER;
        context.outbox().add(new ReplicaAction.RequestLink(leader, lane));
    }

    @Override
    public void onTick() {
        boolean room = followAtMillis == WHEN_THERE_IS_ROOM && context.room();
        if (room || context.nowMillis() >= followAtMillis) {
            follow();
        } else if (context.nowMillis() >= answerByMillis) {
            askForLink();
        }
    }

    @Override
    public void onLeaderMessage(PeerStream from, LeaderMessage message) {
        boolean current = context.speaksOfNow(message.leaderEpoch());
        boolean asked = followAtMillis == NEVER && !context.recoveredCuts().copying();
        if (from.equals(stream) && current && asked) {
            message.dispatch(this);
        }
    }

    private void follow() {
        PeerStream link = stream;
        if (link == null || context.recoveredCuts().copying()) {
            return;
        }
        copy = null;
        rewinding = false;
        followAtMillis = NEVER;
        context.settleFault();
        toldFault = context.settledFault();
        awaitAnswer();
        ReplicaLog log = context.log();
        context.outbox()
                .add(new ReplicaAction.SendToLeader(
                        link,
                        new FollowerMessage.Follow(
                                context.leaderEpoch(),
                                log.logStart(),
                                log.highWatermark(),
                                log.logEnd(),
                                log.durableEnd(),
                                log.epochs().lastEpoch(),
                                log.chain(),
                                toldFault,
                                context.nextFollow())));
    }

    @Override
    public Boolean matched(LeaderMessage.Matched message) {
        if (message.fromOffset() != context.log().logEnd() || stream == null || context.hasUnsettledFault()) {
            return retryLater();
        }
        if (context.recoveredCuts().producersAhead()) {
            ReplicaLog log = context.log();
            long kept = Math.min(log.highWatermark(), message.highWatermark());
            return isPlace(kept) ? rewind(kept, message.logStart()) : beginAnew();
        }
        MatchedState matched = new MatchedState(context, leader, stream);
        context.become(matched);
        matched.positions(message.logStart(), message.highWatermark());
        return true;
    }

    @Override
    public Boolean diverged(LeaderMessage.Diverged message) {
        ReplicaLog log = context.log();
        long cut = context.rules().keeps(ReplicationRules.Rule.TRUNCATE_BY_EPOCH)
                ? TruncationPoint.of(log, message)
                : log.highWatermark();
        if (cut >= log.logEnd()) {
            return retryLater();
        }
        if (cut < log.highWatermark()) {
            return cutBelowWatermark(cut, message);
        }
        if (!context.recoveredCuts().mayCut(cut)) {
            return waitForCopy();
        }
        log.truncate(cut, context.outbox());
        follow();
        return true;
    }

    /**
     * Keeps what is below the cut and below the leader's high watermark, with the leader's producer rows: those hold all
     * that is below that. If that is not a place in this log, or more is derived from the log, it begins anew.
     */
    private boolean cutBelowWatermark(long cut, LeaderMessage.Diverged message) {
        ReplicaLog log = context.log();
        if (!context.recoveredCuts().mayCutBelowWatermark()) {
            return stopBelowWatermark("asks to cut at " + cut);
        }
        long kept = Math.min(cut, message.highWatermark());
        boolean keeps = isPlace(kept);
        if (!context.recoveredCuts().mayCut(keeps ? kept : log.logStart())) {
            return waitForCopy();
        }
        return keeps ? rewind(kept, message.logStart()) : beginAnew();
    }

    private boolean isPlace(long offset) {
        ReplicaLog log = context.log();
        return offset >= log.logStart()
                && log.chainAt(offset).isPresent()
                && !context.view().internal();
    }

    /** Asks for the leader's producer rows, to cut here when they are there. */
    private boolean rewind(long kept, long leaderLogStart) {
        TableCopy begun = new TableCopy(leaderLogStart, rows -> context.log().rewind(kept, rows, context.outbox()));
        copy = begun;
        rewinding = true;
        ask(begun);
        return true;
    }

    private boolean beginAnew() {
        context.log().forget(context.outbox());
        follow();
        return true;
    }

    private boolean stopBelowWatermark(String what) {
        context.stop("leader epoch " + context.leaderEpoch() + " " + what + ", below the high watermark "
                + context.log().highWatermark() + " that was learned in epoch "
                + context.log().watermarkEpoch() + "; no later recovery explains it");
        return false;
    }

    /** What would be cut is being copied; then a new Follow begins it all again. */
    private boolean waitForCopy() {
        copy = null;
        followAtMillis = NEVER;
        answerByMillis = NEVER;
        return true;
    }

    @Override
    public void onQuarantined() {
        follow();
    }

    @Override
    public void onQuarantineFailed(String cause) {
        context.stop(cause);
    }

    @Override
    public Boolean reset(LeaderMessage.Reset message) {
        return switch (message.cause()) {
            case BELOW_LOG_START -> startAnew(message.logStart(), message.epochAtStart(), message.producerRows());
            case NOT_LEADER, OLD_EPOCH, WAIT_FOR_IMAGE, FAULT -> retryLater();
        };
    }

    @Override
    public Boolean move(LeaderMessage.Move message) {
        lane = message.lane();
        askForLink();
        return true;
    }

    private boolean startAnew(long logStart, @Nullable EpochMark epochAtStart, ProducerRows producerRows) {
        ReplicaLog log = context.log();
        if (rewinding || epochAtStart == null) {
            return retryLater();
        }
        if (log.highWatermark() > logStart && !context.recoveredCuts().mayCutBelowWatermark()) {
            return stopBelowWatermark("begins at " + logStart);
        }
        if (!context.recoveredCuts().mayCut(log.logStart())) {
            return waitForCopy();
        }
        long epoch = context.leaderEpoch().value();
        TableCopy begun =
                new TableCopy(logStart, rows -> log.reset(logStart, epochAtStart, epoch, rows, context.outbox()));
        copy = begun;
        return take(begun, producerRows);
    }

    @Override
    public Boolean table(LeaderMessage.Table message) {
        TableCopy begun = copy;
        return begun != null
                && begun.expects(message.logStart(), message.producerRows())
                && take(begun, message.producerRows());
    }

    /** Asks for the next rows, or drops the log and begins anew with all of them. */
    private boolean take(TableCopy begun, ProducerRows rows) {
        if (begun.add(rows)) {
            begun.install();
            context.recoveredCuts().rowsTaken();
            follow();
        } else {
            ask(begun);
        }
        return true;
    }

    private void ask(TableCopy begun) {
        PeerStream link = stream;
        if (link != null) {
            awaitAnswer();
            context.outbox()
                    .add(new ReplicaAction.SendToLeader(
                            link, new FollowerMessage.AskRows(context.leaderEpoch(), begun.logStart(), begun.next())));
        }
    }

    private void awaitAnswer() {
        answerByMillis =
                context.nowMillis() + ANSWER_FACTOR * context.settings().retryMillis();
    }

    @Override
    public Boolean data(LeaderMessage.Data message) {
        return false;
    }

    @Override
    public Boolean mark(LeaderMessage.Mark message) {
        ReplicaLog log = context.log();
        if (!context.rules().keeps(ReplicationRules.Rule.MARKS_ONLY_MATCHED)) {
            long epoch = context.leaderEpoch().value();
            log.commit(Math.min(message.highWatermark(), log.logEnd()), epoch, context.outbox());
        }
        return false;
    }

    private boolean retryLater() {
        answerByMillis = NEVER;
        followAtMillis = context.nowMillis() + context.settings().retryMillis();
        return false;
    }
}
