package io.thalweg.broker.replication;

import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.AppendRequest;
import io.thalweg.broker.replication.action.ProposalOutcome;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.broker.replication.view.ReplicaPositions;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.LeaderEpoch;
import java.util.List;

/**
 * What a replica is at the moment. Each state handles what concerns it; the defaults are those of a replica that neither
 * leads nor follows. Calls mean what they mean on {@link PartitionReplica}.
 */
sealed interface ReplicaState permits IdleState, FollowingState, MatchedState, LeaderState, DamagedState, StoppedState {
    ReplicaRole role();

    ReplicaContext context();

    /** The state begins. */
    default void enter() {}

    /** The state ends; the context has the new view already. */
    default void leave() {}

    /** The view changed, but neither the role nor the leader epoch. */
    default void onView() {}

    default void onAppend(AppendRequest request) {
        context().reject(request, context().notLeader());
    }

    /** Damaged bytes were found in the log. */
    default void onDamage(String cause) {
        context().become(new DamagedState(context(), cause));
    }

    /** The copy to quarantine that was asked for is made. */
    default void onQuarantined() {}

    /** The copy to quarantine could not be made. */
    default void onQuarantineFailed(String cause) {}

    /** The written end or the durable end rose. */
    default void onOwnEnd() {}

    default void onLeaderConnected(PeerStream stream) {}

    default void onLeaderGone(PeerStream stream) {}

    default void onLeaderMessage(PeerStream stream, LeaderMessage message) {}

    default void onFollowerMessage(PeerStream stream, FollowerMessage message) {
        if (message instanceof FollowerMessage.Follow follow) {
            context().park(stream, follow);
        }
    }

    default void onFollowerGone(PeerStream stream) {
        context().forgetParked(stream);
    }

    default void onFeedRead(PeerStream stream, LeaderEpoch leaderEpoch, long fromOffset, List<RecordBatch> batches) {}

    default void onProposalOutcome(long attempt, ProposalOutcome outcome) {}

    default void onHandOff(BrokerId target) {}

    default void onCrowded() {}

    default void onLogStart(long offset) {}

    default void onProducerExpiry(long appendedBeforeMillis) {}

    default void onTick() {}

    /** Whether what was asked of the metadata has no outcome yet, and may have to be asked again. */
    default boolean awaitsOutcome() {
        return false;
    }

    /** Whether consumers may read below the high watermark. */
    default boolean readable() {
        return false;
    }

    /** Whether the high watermark is at or above all that was ever told to be committed. */
    default boolean servesLatest() {
        return false;
    }

    default ReplicaPositions positions() {
        ReplicaLog log = context().log();
        return new ReplicaPositions(
                role(),
                context().leader(),
                context().leaderEpoch(),
                log.logStart(),
                log.highWatermark(),
                log.logEnd(),
                log.durableEnd(),
                servesLatest(),
                readable());
    }

    /** Tells the runtime what the replica is now. */
    default void announce() {
        context().outbox().add(new ReplicaAction.ChangeRole(role(), context().leaderEpoch()));
    }
}
