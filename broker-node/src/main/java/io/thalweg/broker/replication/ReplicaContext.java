package io.thalweg.broker.replication;

import io.thalweg.broker.replication.action.AppendRequest;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.broker.replication.view.PartitionView;
import io.thalweg.broker.replication.view.ReplicaIdentity;
import io.thalweg.broker.replication.view.ReplicaStatus;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.LeaderEpoch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all states of one replica share: its log, view, time and outbox; and the choice of the state. */
final class ReplicaContext {
    private static final LeaderEpoch NO_EPOCH = new LeaderEpoch(0);

    private final ReplicaIdentity identity;
    private final ReplicaLog log;
    private final ReplicationSettings settings;
    private final ReplicationRules rules;
    private final Outbox outbox = new Outbox();
    private final RecoveredCuts recoveredCuts = new RecoveredCuts(this);
    private ReplicaState state;
    /** From the first Follow on that came too early, or to a replica that does not lead. */
    private @Nullable ParkedFollows parked;

    private @Nullable PartitionView view;
    private long nowMillis;
    private long wallMillis;
    private long persistAtMillis;
    private long attempts;
    private long followAttempt;
    private boolean leased = true;
    private boolean room = true;
    private long settledFault;

    ReplicaContext(ReplicaIdentity identity, ReplicaLog log, ReplicationSettings settings, ReplicationRules rules) {
        this.identity = identity;
        this.log = log;
        this.settings = settings;
        this.rules = rules;
        this.state = firstState();
    }

    private ReplicaState firstState() {
        return switch (log.condition()) {
            case WHOLE -> new IdleState(this);
            case DAMAGED -> DamagedState.fromStart(this);
            case UNREADABLE -> {
                log.damaged(true, outbox);
                yield new DamagedState(this, "what a replica must know of its log cannot be read");
            }
        };
    }

    void time(long monotonicMillis, long wall) {
        nowMillis = Math.max(nowMillis, monotonicMillis);
        wallMillis = wall;
    }

    /** Takes the new view and changes the state if role, leader or epoch changed. */
    void view(PartitionView next) {
        PartitionView previous = view;
        if (previous != null && next.imageIndex() < previous.imageIndex()) {
            return;
        }
        view = next;
        if (state instanceof StoppedState) {
            return;
        }
        if (state instanceof DamagedState) {
            state.onView();
            return;
        }
        boolean sameReign = previous != null
                && previous.leaderEpoch().equals(next.leaderEpoch())
                && (previous.leader() == null
                        ? next.leader() == null
                        : previous.leader().equals(next.leader()));
        if (sameReign && !(state instanceof IdleState && entitled(next))) {
            state.onView();
        } else {
            become(choose(next));
            releaseParked();
        }
        dropFlagIfDurable();
    }

    /** Takes the state that the view asks for, after a time in which the replica could not. */
    void reconsider() {
        become(choose(view()));
        releaseParked();
    }

    /** Takes notice of the newest fault that the view knows of this replica: what it says from now on takes it in. */
    void settleFault() {
        settledFault = Math.max(settledFault, view().fault(identity.broker()));
    }

    /** Image index of the newest fault of this replica that it has settled in this life, 0 for none. */
    long settledFault() {
        return settledFault;
    }

    /** Whether the view knows of a fault of this replica that it has not settled. */
    boolean hasUnsettledFault() {
        return view().fault(identity.broker()) > settledFault;
    }

    private ReplicaState choose(PartitionView next) {
        BrokerId leader = next.leader();
        if (leader == null) {
            return new IdleState(this);
        }
        if (!leader.equals(identity.broker())) {
            return new FollowingState(this, leader);
        }
        return entitled(next) ? new LeaderState(this) : new IdleState(this);
    }

    /**
     * Whether this process may lead as the view says: elected in its own life, seen in an image that knows its
     * registration, and a validated holder.
     */
    private boolean entitled(PartitionView next) {
        ReplicaStatus own = next.status(identity.broker());
        return identity.broker().equals(next.leader())
                && own != null
                && own.epoch().equals(identity.brokerEpoch())
                && next.leaderEpoch().value() > identity.brokerEpoch().value()
                && next.holders().stream()
                        .anyMatch(holder -> holder.broker().equals(identity.broker())
                                && holder.epoch().equals(identity.brokerEpoch()));
    }

    void become(ReplicaState next) {
        ReplicaTransitions.check(state, next);
        ReplicaState previous = state;
        state = next;
        previous.leave();
        next.enter();
    }

    /** A fault: the replica stops and keeps its bytes. */
    void stop(String cause) {
        become(new StoppedState(this, cause));
    }

    void persistIfDue() {
        if (nowMillis >= persistAtMillis) {
            persist();
        }
    }

    void persist() {
        persistAtMillis = nowMillis + settings.persistMillis();
        log.persist(outbox);
    }

    /** Before a batch is appended: in mode os, remember that acknowledged records may be lost with the machine. */
    void beforeAppend() {
        if (!countsDurable()) {
            log.unsyncedAcks(true, outbox);
        }
    }

    /** After a sync or a change of the mode: in mode fsync, everything that was ever acknowledged is durable again. */
    void dropFlagIfDurable() {
        if (countsDurable() && log.unsyncedAcks() && log.durableEnd() == log.logEnd()) {
            log.unsyncedAcks(false, outbox);
        }
    }

    void reject(AppendRequest request, Rejection rejection) {
        outbox.add(new ReplicaAction.RejectAppend(request.token(), rejection));
    }

    Rejection notLeader() {
        return new Rejection.NotLeader(leader(), leaderEpoch());
    }

    /** Whether nobody else can have been made leader in this broker's place. */
    boolean leased() {
        return leased;
    }

    void leased(boolean held) {
        leased = held;
    }

    /** Whether the disk has room for records. */
    boolean room() {
        return room;
    }

    void room(boolean there) {
        room = there;
    }

    long nextAttempt() {
        return ++attempts;
    }

    /**
     * Number of the next Follow. It starts from the clock, because a replica that is hosted again in the same life of the
     * broker must go on above what it said before.
     */
    long nextFollow() {
        followAttempt = Math.max(followAttempt + 1, nowMillis);
        return followAttempt;
    }

    List<ReplicaAction> takeActions() {
        return outbox.take();
    }

    /** Whether only durable records count as stored. */
    boolean countsDurable() {
        return view == null || view.fsync();
    }

    /** This replica's end as the durability mode counts it. */
    long ownEnd() {
        return countsDurable() ? log.durableEnd() : log.announcedEnd();
    }

    boolean hasView() {
        return view != null;
    }

    PartitionView view() {
        PartitionView current = view;
        if (current == null) {
            throw new IllegalStateException("no view yet");
        }
        return current;
    }

    @Nullable
    BrokerId leader() {
        return view == null ? null : view.leader();
    }

    LeaderEpoch leaderEpoch() {
        return view == null ? NO_EPOCH : view.leaderEpoch();
    }

    ReplicaIdentity identity() {
        return identity;
    }

    ReplicaLog log() {
        return log;
    }

    ReplicationSettings settings() {
        return settings;
    }

    /** Whether a message speaks of the leader epoch that this replica is in (rule R1). */
    boolean speaksOfNow(LeaderEpoch epoch) {
        return epoch.equals(leaderEpoch()) || !rules.keeps(ReplicationRules.Rule.MESSAGE_OF_SAME_EPOCH);
    }

    ReplicationRules rules() {
        return rules;
    }

    Outbox outbox() {
        return outbox;
    }

    /** As {@link ParkedFollows#admit}. */
    void park(PeerStream stream, FollowerMessage.Follow follow) {
        if (parked == null) {
            parked = new ParkedFollows(this);
        }
        parked.admit(stream, follow);
    }

    /** As {@link ParkedFollows#forget}. */
    void forgetParked(PeerStream stream) {
        if (parked != null) {
            parked.forget(stream);
        }
    }

    private void releaseParked() {
        if (parked != null) {
            parked.release();
        }
    }

    RecoveredCuts recoveredCuts() {
        return recoveredCuts;
    }

    ReplicaState state() {
        return state;
    }

    long nowMillis() {
        return nowMillis;
    }

    long wallMillis() {
        return wallMillis;
    }
}
