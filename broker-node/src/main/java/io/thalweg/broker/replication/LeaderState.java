package io.thalweg.broker.replication;

import io.thalweg.broker.record.ControlRecords;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.AppendRequest;
import io.thalweg.broker.replication.action.ProposalOutcome;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.LeaderEpoch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leads one epoch. Its first batch is an EpochStart; until that is committed it takes writes but is not established.
 * After every call the commit point is computed anew from all its inputs, and what depends on it follows.
 */
final class LeaderState implements ReplicaState {
    private static final int CROWDED_FRACTION = 2;

    private final ReplicaContext context;
    private final long beganMillis;
    private final PendingAppends pending;
    private final Admission admission;
    private final FollowerSet followers;
    private final HolderProposals proposals;
    private final HandOff handOff;
    private final LeadershipChange change;
    private final CommitRule commitRule;
    private long aboveEpochStart = Long.MAX_VALUE;
    /** End after the last ProducerExpiry of this leader. */
    private long expiryEnd;

    private boolean established;
    /** What is wrong with the log; null while nothing is known. */
    private @Nullable String damage;

    LeaderState(ReplicaContext context) {
        this.context = context;
        this.beganMillis = context.nowMillis();
        this.pending = new PendingAppends(context.outbox());
        this.followers = new FollowerSet(context);
        this.admission = new Admission(context, pending, followers::inSyncWithRoom);
        this.proposals = new HolderProposals(context);
        this.handOff = new HandOff(context, admission::admit);
        this.change = new LeadershipChange(context, followers, proposals, handOff);
        this.commitRule = new CommitRule(context.rules());
    }

    @Override
    public ReplicaRole role() {
        return established ? ReplicaRole.LEADER : ReplicaRole.LEADER_STARTING;
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
    public boolean servesLatest() {
        return established && !handOff.proposed();
    }

    @Override
    public void enter() {
        context.recoveredCuts().beforeLeading();
        RecordBatch start = ControlRecords.epochStart(
                context.identity().seed(),
                new ControlRecords.EpochStart(
                        context.identity().broker().value(),
                        context.identity().brokerEpoch().value()),
                context.wallMillis());
        aboveEpochStart = appendOwn(start);
        announce();
        settle();
    }

    /** Appends a control record; returns the end after it. */
    private long appendOwn(RecordBatch batch) {
        ReplicaLog log = context.log();
        batch.stamp(log.logEnd(), context.leaderEpoch().value(), log.appendTime(context.wallMillis()));
        context.beforeAppend();
        log.append(batch, context.outbox());
        return log.logEnd();
    }

    @Override
    public void leave() {
        boolean faulted = context.state() instanceof StoppedState || context.state() instanceof DamagedState;
        handOff.rejectWaiting(context.notLeader());
        pending.fail(
                faulted
                        ? new Rejection.Faulted("the replica stopped", false)
                        : new Rejection.LeadershipLost(context.leader(), context.leaderEpoch()));
    }

    @Override
    public void onView() {
        if (giveUpIfDamaged()) {
            return;
        }
        proposals.onView();
        followers.onView();
        settle();
        change.review(aboveEpochStart);
    }

    @Override
    public void onAppend(AppendRequest request) {
        if (handOff.holds(request)) {
            handOff.hold(request);
            return;
        }
        admission.admit(request);
        context.log().persist(context.outbox());
        settle();
    }

    @Override
    public void onDamage(String cause) {
        damage = cause;
        giveUpIfDamaged();
    }

    /** With damaged bytes it leads only while nobody else could. */
    private boolean giveUpIfDamaged() {
        String cause = damage;
        if (cause == null || !change.otherCouldLead()) {
            return false;
        }
        context.become(new DamagedState(context, cause));
        return true;
    }

    @Override
    public void onOwnEnd() {
        settle();
    }

    @Override
    public void onFollowerMessage(PeerStream stream, FollowerMessage message) {
        if (message instanceof FollowerMessage.Follow follow && !context.speaksOfNow(follow.leaderEpoch())) {
            context.park(stream, follow);
            return;
        }
        if (context.speaksOfNow(message.leaderEpoch())) {
            followers.take(stream, message);
            settle();
            if (message instanceof FollowerMessage.Unfollow unfollow && unfollow.noRoom()) {
                change.review(aboveEpochStart);
            }
            change.reviewIfJoinable(aboveEpochStart);
        }
    }

    @Override
    public void onFollowerGone(PeerStream stream) {
        context.forgetParked(stream);
        followers.gone(stream);
    }

    @Override
    public void onFeedRead(PeerStream stream, LeaderEpoch leaderEpoch, long fromOffset, List<RecordBatch> batches) {
        if (context.speaksOfNow(leaderEpoch)) {
            followers.feedRead(stream, fromOffset, batches);
        }
    }

    @Override
    public void onProposalOutcome(long attempt, ProposalOutcome outcome) {
        proposals.onOutcome(attempt, outcome);
        handOff.onOutcome(attempt, outcome);
        settle();
    }

    @Override
    public void onHandOff(BrokerId target) {
        change.handOffTo(target);
        settle();
    }

    /** Not at once after it was elected: where all disks are full, leadership must not go round in circles. */
    @Override
    public void onCrowded() {
        if (context.nowMillis() - beganMillis >= context.settings().replicaLagMaxMillis() / CROWDED_FRACTION) {
            change.handOffToBest();
            settle();
        }
    }

    @Override
    public void onLogStart(long offset) {
        if (context.log().startAt(offset)) {
            context.log().persist(context.outbox());
            followers.inform();
        }
    }

    @Override
    public void onProducerExpiry(long appendedBeforeMillis) {
        ReplicaLog log = context.log();
        boolean before = expiryEnd > log.highWatermark();
        if (!established || before || handOff.underWay() || !log.producers().hasOlderThan(appendedBeforeMillis)) {
            return;
        }
        expiryEnd = appendOwn(ControlRecords.producerExpiry(
                context.identity().seed(),
                new ControlRecords.ProducerExpiry(appendedBeforeMillis),
                context.wallMillis()));
        log.persist(context.outbox());
        settle();
    }

    @Override
    public void onTick() {
        pending.expire(context.nowMillis());
        proposals.onTick();
        handOff.onTick();
        followers.observe();
        followers.reviewLosses();
        change.review(aboveEpochStart);
        settle();
    }

    @Override
    public boolean awaitsOutcome() {
        return !proposals.idle() || handOff.underWay();
    }

    /** Computes the commit point from its inputs as they are now, and does what follows from it. */
    private void settle() {
        ReplicaLog log = context.log();
        long end = commitRule.committedEnd(
                context.view().holders(),
                proposals.unresolved(),
                context.view().minIsr(),
                aboveEpochStart,
                followers::endOf);
        log.commit(end, context.leaderEpoch().value(), context.outbox());
        // What is committed may be acknowledged in any mode; the end of this log alone, only by who surely leads.
        pending.reached(log.highWatermark(), context.leased() ? context.ownEnd() : log.highWatermark());
        if (!established && log.highWatermark() >= aboveEpochStart) {
            established = true;
            announce();
        }
        change.handOffIfReady();
        followers.inform();
    }
}
