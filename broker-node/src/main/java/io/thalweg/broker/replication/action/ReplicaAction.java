package io.thalweg.broker.replication.action;

import io.thalweg.broker.producer.ProducerRow;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.message.EpochMark;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.LeaderEpoch;

/**
 * One thing that a replica asks for. The executor works in two passes over all actions of a turn: first every
 * {@link StoreAction}, in order, into one atomic write; after that write has returned, all others in order. Nothing
 * waits for the sync: what needs it comes out of a later {@code onSynced}.
 */
public sealed interface ReplicaAction {
    void dispatch(Handler handler);

    /** One method per action. */
    interface Handler {
        void append(Append action);

        void truncate(Truncate action);

        void rewindLog(RewindLog action);

        void resetLog(ResetLog action);

        void storePositions(StorePositions action);

        void storeProducer(StoreProducer action);

        void markUnsyncedAcks(MarkUnsyncedAcks action);

        void markDamaged(MarkDamaged action);

        void forgetLog(ForgetLog action);

        void sendToFollower(SendToFollower action);

        void sendToLeader(SendToLeader action);

        void feedFollower(FeedFollower action);

        void requestLink(RequestLink action);

        void proposeHolders(ProposeHolders action);

        void proposeHandOff(ProposeHandOff action);

        void completeAppend(CompleteAppend action);

        void rejectAppend(RejectAppend action);

        void advanceHighWatermark(AdvanceHighWatermark action);

        void changeRole(ChangeRole action);

        void reportDamage(ReportDamage action);

        void reportAmnesia(ReportAmnesia action);

        void quarantine(Quarantine action);

        void stopReplica(StopReplica action);
    }

    /** Changes the store; all of one turn go into one write. */
    sealed interface StoreAction extends ReplicaAction {}

    /**
     * Appends a batch. It is already stamped (base offset, leader epoch, append time), by this leader or by the one it
     * came from, and must not be stamped again.
     *
     * @param chainAfter chain hash of the log after the batch
     */
    record Append(RecordBatch batch, long chainAfter) implements StoreAction {
        @Override
        public void dispatch(Handler handler) {
            handler.append(this);
        }
    }

    /** Removes every batch at or above a batch boundary, which is never below the stored high watermark. */
    record Truncate(long fromOffsetInclusive) implements StoreAction {
        @Override
        public void dispatch(Handler handler) {
            handler.truncate(this);
        }
    }

    /**
     * After a recovery: lowers the stored high watermark and applied offset to a batch boundary below them, and removes
     * every batch from there on. {@link StoreProducer} rows of the same turn make the producer table anew.
     *
     * @param logStart as it is stored from now on
     * @param fromOffsetInclusive the log end, high watermark and applied offset from now on
     * @param watermarkEpoch epoch in which that high watermark was learned
     */
    record RewindLog(long logStart, long fromOffsetInclusive, long watermarkEpoch) implements StoreAction {
        @Override
        public void dispatch(Handler handler) {
            handler.rewindLog(this);
        }
    }

    /** Drops the whole log and its derived tables and begins again at the leader's log start. */
    record ResetLog(long logStart, EpochMark epochAtStart) implements StoreAction {
        @Override
        public void dispatch(Handler handler) {
            handler.resetLog(this);
        }
    }

    /**
     * Stores the positions. The applied offset equals the high watermark: {@link StoreProducer} rows of the same turn
     * bring the producer table there, and whatever else the runtime derives from committed batches must be in the same
     * write.
     *
     * @param watermarkEpoch epoch in which the high watermark was learned
     */
    record StorePositions(long logStart, long highWatermark, long watermarkEpoch) implements StoreAction {
        @Override
        public void dispatch(Handler handler) {
            handler.storePositions(this);
        }
    }

    /** Sets a row of the derived table {@code ProducerTable.STORE_TABLE}, or removes it if it has no value. */
    record StoreProducer(ProducerRow row) implements StoreAction {
        @Override
        public void dispatch(Handler handler) {
            handler.storeProducer(this);
        }
    }

    /** Remembers whether appends of this log are acknowledged before a sync. */
    record MarkUnsyncedAcks(boolean value) implements StoreAction {
        @Override
        public void dispatch(Handler handler) {
            handler.markUnsyncedAcks(this);
        }
    }

    /**
     * Remembers whether the log holds damaged bytes, until it is forgotten or somebody decided that they have to do: after
     * a restart the registration must name the log as lossy, although it may look whole.
     */
    record MarkDamaged(boolean value) implements StoreAction {
        @Override
        public void dispatch(Handler handler) {
            handler.markDamaged(this);
        }
    }

    /** Drops the whole log, its derived tables and its marks, as if the partition had just been created. */
    record ForgetLog() implements StoreAction {
        @Override
        public void dispatch(Handler handler) {
            handler.forgetLog(this);
        }
    }

    /** Sends to a follower, in order with all other messages of the stream; dropped if the stream is gone. */
    record SendToFollower(PeerStream stream, LeaderMessage message) implements ReplicaAction {
        @Override
        public void dispatch(Handler handler) {
            handler.sendToFollower(this);
        }
    }

    /** Sends to the leader, in order with all other messages of the stream; dropped if the stream is gone. */
    record SendToLeader(PeerStream stream, FollowerMessage message) implements ReplicaAction {
        @Override
        public void dispatch(Handler handler) {
            handler.sendToLeader(this);
        }
    }

    /**
     * A follower wants batches. The executor takes credit from the stream's {@code FollowerFeed}, reads whole batches
     * in {@code [fromOffset, log end)} from the tail cache or the store, on any thread, and gives them to
     * {@code onFeedRead} on the loop; without credit it does so later. One feed per follower is under way at a time;
     * with the stream gone it is forgotten. Several may be asked for the same offset after a new match: each must be
     * answered or forgotten, and a stale answer is ignored.
     */
    record FeedFollower(PeerStream stream, LeaderEpoch leaderEpoch, long fromOffset) implements ReplicaAction {
        @Override
        public void dispatch(Handler handler) {
            handler.feedFollower(this);
        }
    }

    /**
     * The follower needs a stream of this lane to its leader: answer with {@code onLeaderConnected}, at once if there is a live one
     * or as soon as one could be made. The wish ends with {@code onLeaderConnected} or the next RequestLink.
     */
    record RequestLink(BrokerId leader, Lane lane) implements ReplicaAction {
        @Override
        public void dispatch(Handler handler) {
            handler.requestLink(this);
        }
    }

    /**
     * Submits the command and answers with {@code onProposalOutcome}, exactly once, also for a failure. The replica
     * itself repeats proposals whose outcome is unknown; the executor must not.
     */
    record ProposeHolders(HolderProposal proposal) implements ReplicaAction {
        @Override
        public void dispatch(Handler handler) {
            handler.proposeHolders(this);
        }
    }

    /** As {@link ProposeHolders}. */
    record ProposeHandOff(HandOffProposal proposal) implements ReplicaAction {
        @Override
        public void dispatch(Handler handler) {
            handler.proposeHandOff(this);
        }
    }

    /** The good answer to the append with this token. */
    record CompleteAppend(long token, Appended result) implements ReplicaAction {
        @Override
        public void dispatch(Handler handler) {
            handler.completeAppend(this);
        }
    }

    /** The bad answer to the append with this token. */
    record RejectAppend(long token, Rejection rejection) implements ReplicaAction {
        @Override
        public void dispatch(Handler handler) {
            handler.rejectAppend(this);
        }
    }

    /** Everything below {@code to} is committed: wake readers, run appliers over [from, to). */
    record AdvanceHighWatermark(long from, long to) implements ReplicaAction {
        @Override
        public void dispatch(Handler handler) {
            handler.advanceHighWatermark(this);
        }
    }

    /** The replica's role, epoch, or its being established as leader has changed: see {@code positions()}. */
    record ChangeRole(ReplicaRole role, LeaderEpoch leaderEpoch) implements ReplicaAction {
        @Override
        public void dispatch(Handler handler) {
            handler.changeRole(this);
        }
    }

    /**
     * This replica holds damaged bytes, and a durable mark says so: tell the metadata with ReportFault. The replica
     * repeats it.
     */
    record ReportDamage(String cause) implements ReplicaAction {
        @Override
        public void dispatch(Handler handler) {
            handler.reportDamage(this);
        }
    }

    /**
     * A follower lost what it had acknowledged, and its entry still counts: raise the alarm, tell the metadata with
     * ReportFault in the follower's name. The replica repeats it.
     *
     * @param settledFault of the follower's Follow; goes into the command
     */
    record ReportAmnesia(Holder follower, long settledFault, String cause) implements ReplicaAction {
        @Override
        public void dispatch(Handler handler) {
            handler.reportAmnesia(this);
        }
    }

    /**
     * Copies the batches in {@code [from, to)} as they are to where they outlive this log, and forces the copy. Answer
     * with {@code onQuarantined}, or with {@code onQuarantineFailed} if not all of them could be copied; nothing is cut
     * before. The batches stay as they are meanwhile. What was copied before need not be copied again.
     *
     * @param from a batch boundary
     * @param to the log end
     * @param recoveryEpoch the recovery that may have declared them lost
     */
    record Quarantine(long from, long to, long recoveryEpoch) implements ReplicaAction {
        @Override
        public void dispatch(Handler handler) {
            handler.quarantine(this);
        }
    }

    /**
     * The replica stopped for good and keeps its bytes: raise the alarm, tell the metadata with ReportFault. It answers
     * nothing but rejections from now on.
     */
    record StopReplica(String cause) implements ReplicaAction {
        @Override
        public void dispatch(Handler handler) {
            handler.stopReplica(this);
        }
    }
}
