package io.thalweg.broker.replication;

import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.AppendRequest;
import io.thalweg.broker.replication.action.ProposalOutcome;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.broker.replication.message.EpochMark;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.broker.replication.view.LogHistory;
import io.thalweg.broker.replication.view.PartitionView;
import io.thalweg.broker.replication.view.RecoveredLog;
import io.thalweg.broker.replication.view.ReplicaIdentity;
import io.thalweg.broker.replication.view.ReplicaPositions;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.LeaderEpoch;
import java.util.List;

/**
 * One broker's replica of one partition: leader, follower or neither, as the metadata says. Every call says what
 * happened and returns what to do about it; nothing is done inside.
 *
 * <p><b>Thread</b>: one, the partition loop that owns it. {@link #positions} gives an immutable value for others.
 *
 * <p><b>A turn</b> of the loop: {@link #onTime}, then any calls; then all {@link ReplicaAction.StoreAction}s in order
 * in one atomic write; then {@link #onWritten}, for each replica that asked for store actions; then all other actions
 * in order, those of {@code onWritten} included. The sync runs meanwhile on another thread; when it returns,
 * {@link #onSynced} for each replica with something written and not yet synced ({@link #awaitsSync}). Sends do not wait
 * for the sync. A write or a sync that fails stops the process.
 *
 * <p><b>Always</b>: {@code logStart <= highWatermark <= logEnd}, {@code durableEnd <= logEnd}; the high watermark never
 * goes back, and nothing below it is ever removed but by the log start; except after a recovery, once what is removed is in
 * quarantine.
 *
 * <p><b>Transitions</b> are listed in {@link ReplicaTransitions}.
 */
public final class PartitionReplica {
    private final ReplicaContext context;

    /**
     * @param recovered the log as the store recovered it; all of it counts as durable
     * @param history looks up older chain hashes; called inside the replica's calls
     */
    public PartitionReplica(
            ReplicaIdentity identity, RecoveredLog recovered, LogHistory history, ReplicationSettings settings) {
        this(identity, recovered, history, settings, ReplicationRules.ALL);
    }

    /** As above, with rules switched off: for tests that show what each rule is there for. */
    public PartitionReplica(
            ReplicaIdentity identity,
            RecoveredLog recovered,
            LogHistory history,
            ReplicationSettings settings,
            ReplicationRules rules) {
        this.context = new ReplicaContext(
                identity, new ReplicaLog(recovered, history, rules, settings.farBytes()), settings, rules);
    }

    /**
     * Sets the time for the calls that follow; once per turn.
     *
     * @param monotonicMillis for timers and deadlines; never goes back
     * @param wallMillis for append times, milliseconds since the epoch
     */
    public void onTime(long monotonicMillis, long wallMillis) {
        context.time(monotonicMillis, wallMillis);
    }

    /**
     * Whether this broker's lease holds: while it does, nobody else was made leader in its place. True until told
     * otherwise. Without it a leader promises only what its holders confirm: acks all goes on, other acks are refused or
     * wait for the commit.
     */
    public List<ReplicaAction> onLease(boolean held) {
        context.leased(held);
        context.state().onOwnEnd();
        return context.takeActions();
    }

    /**
     * Whether the disk has room for records. True until told otherwise. Without it a follower takes no records: it lets the
     * leader go on without it, and follows again when there is room.
     */
    public List<ReplicaAction> onRoom(boolean there) {
        context.room(there);
        return context.takeActions();
    }

    /** An append was refused because the disk has no room: a leader hands over to a holder that has some. */
    public List<ReplicaAction> onCrowded() {
        context.state().onCrowded();
        return context.takeActions();
    }

    /**
     * The image changed in what concerns this partition: its record, its topic's settings, or a broker with a replica.
     * Views arrive in image order; an older one is ignored.
     */
    public List<ReplicaAction> onView(PartitionView view) {
        context.view(view);
        return context.takeActions();
    }

    /** A producer's batch. */
    public List<ReplicaAction> onAppend(AppendRequest request) {
        context.state().onAppend(request);
        return context.takeActions();
    }

    /**
     * Every store action returned so far is written (not synced).
     *
     * @param sequence the store's number of that write; grows
     */
    public List<ReplicaAction> onWritten(long sequence) {
        context.log().written(sequence);
        context.state().onOwnEnd();
        return context.takeActions();
    }

    /** Every write up to this number is durable. */
    public List<ReplicaAction> onSynced(long sequence) {
        if (context.log().synced(sequence)) {
            context.state().onOwnEnd();
        }
        context.dropFlagIfDurable();
        return context.takeActions();
    }

    /** Whether {@link #onSynced} would tell the replica something new. */
    public boolean awaitsSync() {
        return context.log().awaitsSync();
    }

    /** There is a live stream to the leader that a RequestLink asked for. Not to be called once that stream is gone. */
    public List<ReplicaAction> onLeaderConnected(PeerStream stream) {
        context.state().onLeaderConnected(stream);
        return context.takeActions();
    }

    /** A stream that this broker had dialled is gone; any number of replicas may have used it, or none. */
    public List<ReplicaAction> onLeaderGone(PeerStream stream) {
        context.state().onLeaderGone(stream);
        return context.takeActions();
    }

    /** A message of the leader, from a stream that this broker dialled. Batches in it have good checksums. */
    public List<ReplicaAction> onLeaderMessage(PeerStream stream, LeaderMessage message) {
        context.state().onLeaderMessage(stream, message);
        return context.takeActions();
    }

    /** A message of a follower, from a stream that the follower dialled. */
    public List<ReplicaAction> onFollowerMessage(PeerStream stream, FollowerMessage message) {
        context.state().onFollowerMessage(stream, message);
        return context.takeActions();
    }

    /** A stream that a follower had dialled is gone. */
    public List<ReplicaAction> onFollowerGone(PeerStream stream) {
        context.state().onFollowerGone(stream);
        return context.takeActions();
    }

    /**
     * The batches that a {@link ReplicaAction.FeedFollower} asked for. Dropped if they are no longer wanted.
     *
     * @param leaderEpoch as in the action
     * @param fromOffset as in the action, base offset of the first batch
     * @param batches whole batches in offset order, as stored; empty if there was nothing to read
     */
    public List<ReplicaAction> onFeedRead(
            PeerStream stream, LeaderEpoch leaderEpoch, long fromOffset, List<RecordBatch> batches) {
        context.state().onFeedRead(stream, leaderEpoch, fromOffset, batches);
        return context.takeActions();
    }

    /**
     * How a submission ended.
     *
     * @param attempt as in the proposal
     */
    public List<ReplicaAction> onProposalOutcome(long attempt, ProposalOutcome outcome) {
        context.state().onProposalOutcome(attempt, outcome);
        return context.takeActions();
    }

    /** Asks a leader to hand its leadership to a holder; ignored unless it leads and the target could. */
    public List<ReplicaAction> onHandOff(BrokerId target) {
        context.state().onHandOff(target);
        return context.takeActions();
    }

    /**
     * Retention wants the log to begin here; done by the leader only, never above the high watermark, and replicated.
     *
     * @param offset a batch boundary
     */
    public List<ReplicaAction> onLogStart(long offset) {
        context.state().onLogStart(offset);
        return context.takeActions();
    }

    /**
     * Producers whose last append is older may be forgotten; decided by the leader only, and written to the log, so that
     * every replica forgets them at the same offset.
     *
     * @param appendedBeforeMillis milliseconds since the epoch, on the clock of {@link #onTime}
     */
    public List<ReplicaAction> onProducerExpiry(long appendedBeforeMillis) {
        context.state().onProducerExpiry(appendedBeforeMillis);
        return context.takeActions();
    }

    /**
     * The store found damaged bytes in this log. The replica does not count until it has copied the log anew; a leader
     * goes on if no other holder could lead, since what is not damaged is better than nothing.
     *
     * @param cause for the operator
     */
    public List<ReplicaAction> onDamage(String cause) {
        context.state().onDamage(cause);
        return context.takeActions();
    }

    /** What a {@link ReplicaAction.Quarantine} asked for is copied, and the copy is durable. */
    public List<ReplicaAction> onQuarantined() {
        context.recoveredCuts().copied();
        context.state().onQuarantined();
        return context.takeActions();
    }

    /**
     * What a {@link ReplicaAction.Quarantine} asked for could not be copied: the replica stops with all it has.
     *
     * @param cause for the operator
     */
    public List<ReplicaAction> onQuarantineFailed(String cause) {
        if (context.recoveredCuts().failed()) {
            context.state().onQuarantineFailed(cause);
        } else {
            context.state().onQuarantined();
        }
        return context.takeActions();
    }

    /** Timers, after {@link #onTime}; every 50 ms or so while it is restless, else a few times in a second. */
    public List<ReplicaAction> onTick() {
        context.state().onTick();
        context.persistIfDue();
        return context.takeActions();
    }

    /** Whether {@link #onTick} may have to ask the metadata again, so that it should come soon. */
    public boolean awaitsOutcome() {
        return context.state().awaitsOutcome();
    }

    /** Stores what a clean stop should not lose: the high watermark and the producer rows. No call follows. */
    public List<ReplicaAction> onClose() {
        context.persist();
        return context.takeActions();
    }

    /** Image index of the newest reported fault of this replica that it has settled in this life, 0 for none. */
    public long settledFault() {
        return context.settledFault();
    }

    /** What the replica is now. */
    public ReplicaRole role() {
        return context.state().role();
    }

    /** The leader epochs of the log, ascending; immutable. */
    public List<EpochMark> epochs() {
        return context.log().epochs().all();
    }

    /** Where the replica stands. */
    public ReplicaPositions positions() {
        return context.state().positions();
    }
}
