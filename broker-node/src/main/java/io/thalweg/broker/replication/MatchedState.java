package io.thalweg.broker.replication;

import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.metadata.model.BrokerId;

/**
 * The log is a prefix of the leader's. Data makes it longer, positions of the leader move the high watermark and the log
 * start, and the leader hears of every growth that counts.
 */
final class MatchedState implements ReplicaState, LeaderMessage.Handler<Boolean> {
    private final ReplicaContext context;
    private final BrokerId leader;
    private final PeerStream stream;
    private boolean countsDurable;
    private long ackedEnd;

    MatchedState(ReplicaContext context, BrokerId leader, PeerStream stream) {
        this.context = context;
        this.leader = leader;
        this.stream = stream;
        this.countsDurable = context.countsDurable();
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
    public boolean readable() {
        return true;
    }

    @Override
    public void enter() {
        announce();
        onOwnEnd();
    }

    @Override
    public void onView() {
        if (context.hasUnsettledFault()) {
            askAgain();
            return;
        }
        if (countsDurable != context.countsDurable()) {
            countsDurable = context.countsDurable();
            ackedEnd = 0;
            onOwnEnd();
        }
    }

    @Override
    public void onDamage(String cause) {
        unfollow();
        context.become(new DamagedState(context, cause));
    }

    @Override
    public void onOwnEnd() {
        if (context.ownEnd() > ackedEnd) {
            ackedEnd = context.ownEnd();
            ReplicaLog log = context.log();
            context.outbox()
                    .add(new ReplicaAction.SendToLeader(
                            stream,
                            new FollowerMessage.Ack(
                                    context.leaderEpoch(),
                                    log.announcedEnd(),
                                    log.durableEnd(),
                                    log.recentChainAt(log.announcedEnd()).orElse(FollowerMessage.Ack.NO_CHAIN))));
        }
    }

    @Override
    public void onLeaderConnected(PeerStream connected) {
        boolean newer = connected.lane() == stream.lane() && connected.number() > stream.number();
        if (connected.peer().equals(leader) && newer) {
            FollowingState following = new FollowingState(context, leader, stream.lane());
            context.become(following);
            following.onLeaderConnected(connected);
        }
    }

    @Override
    public void onLeaderGone(PeerStream gone) {
        if (gone.equals(stream)) {
            context.become(new FollowingState(context, leader, stream.lane()));
        }
    }

    @Override
    public void onLeaderMessage(PeerStream from, LeaderMessage message) {
        boolean current = context.speaksOfNow(message.leaderEpoch());
        if (from.equals(stream) && current) {
            message.dispatch(this);
        }
    }

    /** The leader's positions; never above what this log has. */
    void positions(long logStart, long highWatermark) {
        ReplicaLog log = context.log();
        log.commit(Math.min(highWatermark, log.logEnd()), context.leaderEpoch().value(), context.outbox());
        log.startAt(logStart);
    }

    /** Stores all batches or none: each is checked against the log it would extend (rule R4). */
    @Override
    public Boolean data(LeaderMessage.Data message) {
        long end = context.log().logEnd();
        long epoch = context.log().epochs().lastEpoch();
        for (RecordBatch batch : message.batches()) {
            if (batch.baseOffset() != end
                    || batch.nextOffset() <= end
                    || batch.leaderEpoch() < epoch
                    || batch.leaderEpoch() > message.leaderEpoch().value()) {
                return askAgain();
            }
            end = batch.nextOffset();
            epoch = batch.leaderEpoch();
        }
        if (!context.room() && message.batches().stream().anyMatch(batch -> !batch.isControl())) {
            return waitForRoom();
        }
        for (RecordBatch batch : message.batches()) {
            context.beforeAppend();
            context.log().append(batch, context.outbox());
        }
        positions(message.logStart(), message.highWatermark());
        if (!message.batches().isEmpty()) {
            context.log().persist(context.outbox());
        }
        return true;
    }

    @Override
    public Boolean mark(LeaderMessage.Mark message) {
        positions(message.logStart(), message.highWatermark());
        return true;
    }

    @Override
    public Boolean reset(LeaderMessage.Reset message) {
        return askAgain();
    }

    @Override
    public Boolean table(LeaderMessage.Table message) {
        return askAgain();
    }

    @Override
    public Boolean matched(LeaderMessage.Matched message) {
        return askAgain();
    }

    @Override
    public Boolean diverged(LeaderMessage.Diverged message) {
        return askAgain();
    }

    /** Everything that the leader sent here was taken; it goes on from the log end on the other lane. */
    @Override
    public Boolean move(LeaderMessage.Move message) {
        context.become(new FollowingState(context, leader, message.lane()));
        return true;
    }

    /** The leader goes on without this replica. Its own control records, which are few and small, are still taken. */
    private boolean waitForRoom() {
        context.outbox()
                .add(new ReplicaAction.SendToLeader(stream, new FollowerMessage.Unfollow(context.leaderEpoch(), true)));
        context.become(FollowingState.waitingForRoom(context, leader, stream));
        return false;
    }

    /** Something does not fit: store nothing, and begin with a new Follow in a moment. */
    private boolean askAgain() {
        unfollow();
        context.become(new FollowingState(context, leader, stream));
        return false;
    }

    private void unfollow() {
        context.outbox()
                .add(new ReplicaAction.SendToLeader(stream, new FollowerMessage.Unfollow(context.leaderEpoch())));
    }
}
