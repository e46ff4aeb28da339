package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.log.EpochEntry;
import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.log.LogState;
import io.thalweg.broker.log.QuarantinedPart;
import io.thalweg.broker.producer.ProducerTable;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.replication.action.HandOffProposal;
import io.thalweg.broker.replication.action.HolderProposal;
import io.thalweg.broker.replication.action.ProposalOutcome;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.message.EpochMark;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.broker.runtime.feed.FeedWish;
import io.thalweg.broker.runtime.loop.Turn;
import io.thalweg.metadata.model.BrokerIdentity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out a replica's actions: what changes the store goes into the turn's write, the rest is done on the spot. The
 * caller decides when: store actions before the write, all others after it.
 */
final class ActionExecutor implements ReplicaAction.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(ActionExecutor.class);

    private final HostedPartition partition;
    private final PartitionEnvironment environment;
    private final ReplicaState state;
    private final LoopProposals proposals;
    private final LogId log;
    private @Nullable Turn turn;
    private ReplicaAction.@Nullable RequestLink linkWish;
    private boolean wrote;

    ActionExecutor(
            HostedPartition partition, PartitionEnvironment environment, ReplicaState state, LoopProposals proposals) {
        this.partition = partition;
        this.environment = environment;
        this.state = state;
        this.proposals = proposals;
        this.log = partition.name().log();
    }

    void execute(ReplicaAction action, Turn current) {
        turn = current;
        action.dispatch(this);
    }

    /** Whether something was put into a write since the last call. */
    boolean takeWrote() {
        boolean result = wrote;
        wrote = false;
        return result;
    }

    /** Whether such a stream is wanted; it is not any more after that. */
    boolean takeLinkWish(PeerStream stream) {
        boolean wanted = new ReplicaAction.RequestLink(stream.peer(), stream.lane()).equals(linkWish);
        linkWish = wanted ? null : linkWish;
        return wanted;
    }

    void reportFault(String cause) {
        proposals.fault(
                partition.self(), partition.name().uid(), partition.replica().settledFault(), cause);
    }

    @Override
    public void append(ReplicaAction.Append action) {
        changes().append(log, action.batch(), action.chainAfter());
        state.onAppend(action.batch());
    }

    @Override
    public void truncate(ReplicaAction.Truncate action) {
        changes().truncate(log, action.fromOffsetInclusive());
        state.onTruncate(action.fromOffsetInclusive());
    }

    @Override
    public void rewindLog(ReplicaAction.RewindLog action) {
        long end = action.fromOffsetInclusive();
        LOG.warn(
                "Partition {}: the log is cut at {}, below its high watermark, as its recovered leader has no more.",
                partition.name().id(),
                end);
        changes()
                .state(log, new LogState(action.logStart(), end, end, action.watermarkEpoch()))
                .truncate(log, end);
        state.onTruncate(end);
    }

    @Override
    public void resetLog(ReplicaAction.ResetLog action) {
        EpochMark mark = action.epochAtStart();
        EpochEntry entry = new EpochEntry(mark.epoch(), mark.firstOffset(), mark.chain());
        changes().reset(log, action.logStart(), entry);
        state.onReset(action.logStart());
    }

    @Override
    public void storePositions(ReplicaAction.StorePositions action) {
        long highWatermark = action.highWatermark();
        state.storeApplied(highWatermark, changes());
        changes().state(log, new LogState(action.logStart(), highWatermark, highWatermark, action.watermarkEpoch()));
    }

    @Override
    public void storeProducer(ReplicaAction.StoreProducer action) {
        byte[] value = action.row().value();
        if (value == null) {
            changes().remove(log, ProducerTable.STORE_TABLE, action.row().key());
        } else {
            changes().put(log, ProducerTable.STORE_TABLE, action.row().key(), value);
        }
    }

    @Override
    public void markUnsyncedAcks(ReplicaAction.MarkUnsyncedAcks action) {
        changes().unsyncedAcks(log, action.value());
    }

    @Override
    public void markDamaged(ReplicaAction.MarkDamaged action) {
        changes().damaged(log, action.value());
    }

    @Override
    public void forgetLog(ReplicaAction.ForgetLog action) {
        LOG.warn(
                "Partition {}: the log is dropped and copied anew.",
                partition.name().id());
        changes().delete(log).create(log, partition.name().seed());
        state.onForgotten();
    }

    @Override
    public void sendToFollower(ReplicaAction.SendToFollower action) {
        LeaderMessage message = action.message();
        boolean begins = message instanceof LeaderMessage.Matched || message instanceof LeaderMessage.Reset;
        if (begins || message instanceof LeaderMessage.Move) {
            environment.feeds().forget(action.stream(), partition.slot());
        }
        environment.peers().send(action.stream(), partition.name().uid(), message);
    }

    @Override
    public void sendToLeader(ReplicaAction.SendToLeader action) {
        environment.peers().send(action.stream(), partition.name().uid(), action.message());
    }

    @Override
    public void feedFollower(ReplicaAction.FeedFollower action) {
        FeedWish wish = new FeedWish(action.stream(), action.leaderEpoch(), action.fromOffset());
        environment.feeds().request(partition, wish);
        Turn current = turn();
        current.atEnd(() -> environment.feeds().pump(action.stream(), current));
    }

    @Override
    public void requestLink(ReplicaAction.RequestLink action) {
        linkWish = action;
        environment.peers().requestLink(action.leader(), action.lane());
    }

    @Override
    public void proposeHolders(ReplicaAction.ProposeHolders action) {
        HolderProposal proposal = action.proposal();
        var item = new io.thalweg.metadata.event.HolderProposal(
                partition.name().uid(), proposal.leaderEpoch(), proposal.version(), proposal.holders());
        proposals.holders(turn(), partition.self(), item, outcome -> onOutcome(proposal.attempt(), outcome));
    }

    @Override
    public void proposeHandOff(ReplicaAction.ProposeHandOff action) {
        HandOffProposal proposal = action.proposal();
        var item = new io.thalweg.metadata.event.HandOffProposal(
                partition.name().uid(),
                proposal.leaderEpoch(),
                proposal.version(),
                new BrokerIdentity(proposal.target().broker(), proposal.target().epoch()));
        proposals.handOff(turn(), partition.self(), item, outcome -> onOutcome(proposal.attempt(), outcome));
    }

    @Override
    public void completeAppend(ReplicaAction.CompleteAppend action) {
        state.pending().complete(action.token(), action.result());
    }

    @Override
    public void rejectAppend(ReplicaAction.RejectAppend action) {
        state.pending().reject(action.token(), action.rejection());
    }

    @Override
    public void advanceHighWatermark(ReplicaAction.AdvanceHighWatermark action) {
        state.onCommitted(action.to());
    }

    @Override
    public void changeRole(ReplicaAction.ChangeRole action) {
        state.onRole(
                action.role(),
                action.leaderEpoch(),
                partition.replica().positions().highWatermark());
    }

    @Override
    public void reportDamage(ReplicaAction.ReportDamage action) {
        reportFault(action.cause());
    }

    @Override
    public void reportAmnesia(ReplicaAction.ReportAmnesia action) {
        BrokerIdentity follower =
                new BrokerIdentity(action.follower().broker(), action.follower().epoch());
        LOG.error("Partition {}: {}.", partition.name().id(), action.cause());
        proposals.fault(follower, partition.name().uid(), action.settledFault(), action.cause());
        environment.listener().faulted(partition.name().id(), action.cause());
    }

    @Override
    public void quarantine(ReplicaAction.Quarantine action) {
        QuarantinedPart part = new QuarantinedPart(
                state.topic(), partition.name().seed(), action.from(), action.to(), action.recoveryEpoch());
        new QuarantineCopy(environment, log, part, new QuarantineCopy.Listener() {
                    @Override
                    public void copied(long bytes) {
                        LOG.warn(
                                "Partition {}: records {} to {} are in quarantine: after the recovery of epoch {} the"
                                        + " leader does not have them, and they are cut from the log.",
                                partition.name().id(),
                                part.from(),
                                part.to() - 1,
                                part.recoveryEpoch());
                        environment.listener().quarantined(partition.name().id(), part.to() - part.from(), bytes);
                        partition.loop().post(partition::onQuarantined);
                    }

                    @Override
                    public void failed(String cause) {
                        partition.loop().post(later -> partition.onQuarantineFailed(later, cause));
                    }
                })
                .begin();
    }

    @Override
    public void stopReplica(ReplicaAction.StopReplica action) {
        partition.stop(turn(), action.cause());
    }

    private LogChanges changes() {
        wrote = true;
        return turn().changes();
    }

    private void onOutcome(long attempt, ProposalOutcome outcome) {
        partition.loop().post(later -> partition.onOutcome(later, attempt, outcome));
    }

    private Turn turn() {
        Turn current = turn;
        if (current == null) {
            throw new IllegalStateException("an action outside a turn");
        }
        return current;
    }
}
