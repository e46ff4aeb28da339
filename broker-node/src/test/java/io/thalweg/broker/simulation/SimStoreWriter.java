package io.thalweg.broker.simulation;

import io.thalweg.broker.log.EpochEntry;
import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.log.LogState;
import io.thalweg.broker.producer.ProducerTable;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.replication.action.ReplicaAction;

/** Puts the store actions of one replica into a write. */
final class SimStoreWriter implements ReplicaAction.Handler {
    private final LogChanges changes;
    private final LogId log;
    private final BatchSeed seed;

    SimStoreWriter(LogChanges changes, LogId log, BatchSeed seed) {
        this.changes = changes;
        this.log = log;
        this.seed = seed;
    }

    @Override
    public void append(ReplicaAction.Append action) {
        changes.append(log, action.batch(), action.chainAfter());
    }

    @Override
    public void truncate(ReplicaAction.Truncate action) {
        changes.truncate(log, action.fromOffsetInclusive());
    }

    @Override
    public void rewindLog(ReplicaAction.RewindLog action) {
        long end = action.fromOffsetInclusive();
        changes.state(log, new LogState(action.logStart(), end, end, action.watermarkEpoch()))
                .truncate(log, end);
    }

    @Override
    public void resetLog(ReplicaAction.ResetLog action) {
        changes.reset(
                log,
                action.logStart(),
                new EpochEntry(
                        action.epochAtStart().epoch(),
                        action.epochAtStart().firstOffset(),
                        action.epochAtStart().chain()));
    }

    @Override
    public void storePositions(ReplicaAction.StorePositions action) {
        changes.state(
                log,
                new LogState(
                        action.logStart(), action.highWatermark(), action.highWatermark(), action.watermarkEpoch()));
    }

    @Override
    public void storeProducer(ReplicaAction.StoreProducer action) {
        byte[] value = action.row().value();
        if (value == null) {
            changes.remove(log, ProducerTable.STORE_TABLE, action.row().key());
        } else {
            changes.put(log, ProducerTable.STORE_TABLE, action.row().key(), value);
        }
    }

    @Override
    public void markUnsyncedAcks(ReplicaAction.MarkUnsyncedAcks action) {
        changes.unsyncedAcks(log, action.value());
    }

    @Override
    public void markDamaged(ReplicaAction.MarkDamaged action) {
        changes.damaged(log, action.value());
    }

    @Override
    public void forgetLog(ReplicaAction.ForgetLog action) {
        changes.delete(log).create(log, seed);
    }

    @Override
    public void sendToFollower(ReplicaAction.SendToFollower action) {
        throw new IllegalStateException("not a store action");
    }

    @Override
    public void sendToLeader(ReplicaAction.SendToLeader action) {
        throw new IllegalStateException("not a store action");
    }

    @Override
    public void feedFollower(ReplicaAction.FeedFollower action) {
        throw new IllegalStateException("not a store action");
    }

    @Override
    public void requestLink(ReplicaAction.RequestLink action) {
        throw new IllegalStateException("not a store action");
    }

    @Override
    public void proposeHolders(ReplicaAction.ProposeHolders action) {
        throw new IllegalStateException("not a store action");
    }

    @Override
    public void proposeHandOff(ReplicaAction.ProposeHandOff action) {
        throw new IllegalStateException("not a store action");
    }

    @Override
    public void completeAppend(ReplicaAction.CompleteAppend action) {
        throw new IllegalStateException("not a store action");
    }

    @Override
    public void rejectAppend(ReplicaAction.RejectAppend action) {
        throw new IllegalStateException("not a store action");
    }

    @Override
    public void advanceHighWatermark(ReplicaAction.AdvanceHighWatermark action) {
        throw new IllegalStateException("not a store action");
    }

    @Override
    public void changeRole(ReplicaAction.ChangeRole action) {
        throw new IllegalStateException("not a store action");
    }

    @Override
    public void reportDamage(ReplicaAction.ReportDamage action) {
        throw new IllegalStateException("not a store action");
    }

    @Override
    public void reportAmnesia(ReplicaAction.ReportAmnesia action) {
        throw new IllegalStateException("not a store action");
    }

    @Override
    public void quarantine(ReplicaAction.Quarantine action) {
        throw new IllegalStateException("not a store action");
    }

    @Override
    public void stopReplica(ReplicaAction.StopReplica action) {
        throw new IllegalStateException("not a store action");
    }
}
