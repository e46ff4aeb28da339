package io.thalweg.broker.simulation;

import io.thalweg.broker.replication.action.ProposalOutcome;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Reassignment;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts what seldom happens: a simulation that never comes to it proves nothing about it. */
final class RareEvents {
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

    enum Kind {
        TRUNCATION,
        DIVERGENCE_OVER_TWO_EPOCHS,
        LOG_RESET,
        HAND_OFF_PROPOSED,
        HOLDERS_PROPOSED,
        PROPOSAL_REJECTED,
        PROPOSAL_UNKNOWN,
        LEADERSHIP_LOST,
        NOT_ENOUGH_REPLICAS,
        TIMED_OUT,
        OUT_OF_ORDER,
        DUPLICATE_ANSWERED,
        DUPLICATE_TOO_OLD,
        UNSYNCED_ACKS,
        UNFOLLOW,
        NO_ROOM,
        MOVED_TO_BULK,
        MOVED_TO_HOT,
        TABLE_IN_PIECES,
        COMMAND_OUTLIVED_ITS_METADATA_LEADER,
        COMMAND_LOST_WITH_METADATA_LEADER,
        LATE_COPY_ACCEPTED,
        LATE_COPY_REJECTED,
        DISK_FAULT_NOTED,
        DISK_FAULT_NOT_NOTED,
        DEATH_BEFORE_MARKER,
        DAMAGE_FOUND,
        DAMAGE_REPORTED,
        DAMAGED_LOG_FORGOTTEN,
        ACKNOWLEDGED_BY_LEADER_ALONE_AND_LOST,
        CLEAN_START,
        PROCESS_START,
        POWER_START,
        LOSSY_START,
        POWER_START_WITH_LOSSY_LOG,
        LEADERLESS,
        SUSPECT_IN_SET,
        SUSPECT_COUNTS_AGAIN,
        HANDED_OFF,
        REASSIGNMENT_REFUSED,
        REASSIGNMENT_ENDED,
        REASSIGNMENT_CANCELLED,
        REASSIGNMENT_ENDED_BY_A_NEW_LEADER,
        EPOCH_BEGUN_FOR_A_RETURNING_REPLICA,
        LOG_DELETED_AFTER_MOVE,
        LOG_DELETED_AFTER_RESTART,
        LOG_KEPT_AFTER_MOVE,
        RECOVERED_BY_EVIDENCE,
        RECOVERED_BY_FORCE,
        RECOVERY_REFUSED,
        COMMITTED_AND_LOST,
        COMMITTED_BY_A_DEPOSED_LEADER,
        QUARANTINED,
        QUARANTINE_WITHOUT_ROOM,
        CUT_BELOW_WATERMARK,
        FORGOTTEN_AFTER_RECOVERY,
        RESET_AFTER_QUARANTINE,
        PRODUCER_FORGOTTEN_BY_A_RECOVERY;

        /** Whether only an operator who moves replicas brings it about. */
        boolean needsOperator() {
            return compareTo(REASSIGNMENT_REFUSED) >= 0 && !needsRecovery();
        }

        /** Whether it takes a recovery. */
        boolean needsRecovery() {
            return compareTo(RECOVERED_BY_EVIDENCE) >= 0;
        }
    }

    /** A process found its disk like that. */
    void onStart(SimDisk.Opened opened) {
        switch (opened.kind()) {
            case CLEAN -> seen(Kind.CLEAN_START);
            case PROCESS -> seen(Kind.PROCESS_START);
            case POWER -> seen(opened.lossy().isEmpty() ? Kind.POWER_START : Kind.POWER_START_WITH_LOSSY_LOG);
            case LOSSY -> seen(Kind.LOSSY_START);
        }
    }

    /** A partition changed. */
    void onPartition(ClusterImage before, ClusterImage after, Partition old, Partition partition) {
        seen(Kind.LEADERLESS, partition.leader() == null);
        for (Holder holder : partition.holders()) {
            Holder entry = old.holder(holder.broker());
            seen(Kind.SUSPECT_IN_SET, !after.validated(holder));
            seen(Kind.SUSPECT_COUNTS_AGAIN, entry != null && !before.validated(entry) && after.validated(holder));
        }
        BrokerId was = old.leader();
        boolean moved = was != null && partition.leader() != null && !was.equals(partition.leader());
        Holder left = was == null ? null : partition.holder(was);
        seen(Kind.HANDED_OFF, moved && left != null && after.electable(left));
        onMove(old, partition, moved);
    }

    private void onMove(Partition old, Partition partition, boolean leaderMoved) {
        Reassignment move = old.reassignment();
        boolean sameLeader = Objects.equals(old.leader(), partition.leader());
        boolean newEpoch = !old.leaderEpoch().equals(partition.leaderEpoch());
        seen(
                Kind.EPOCH_BEGUN_FOR_A_RETURNING_REPLICA,
                move == null && partition.reassignment() != null && sameLeader && newEpoch);
        if (move == null || partition.reassignment() != null) {
            return;
        }
        boolean back = partition.replicas().equals(move.from());
        seen(Kind.REASSIGNMENT_CANCELLED, back);
        seen(Kind.REASSIGNMENT_ENDED, !back);
        seen(Kind.REASSIGNMENT_ENDED_BY_A_NEW_LEADER, leaderMoved);
    }

    void seen(Kind kind, boolean really) {
        if (really) {
            seen(kind);
        }
    }

    void onAction(ReplicaAction action) {
        if (action instanceof ReplicaAction.Truncate) {
            seen(Kind.TRUNCATION);
        } else if (action instanceof ReplicaAction.RewindLog) {
            seen(Kind.CUT_BELOW_WATERMARK);
        } else if (action instanceof ReplicaAction.ResetLog) {
            seen(Kind.LOG_RESET);
        } else if (action instanceof ReplicaAction.ReportDamage) {
            seen(Kind.DAMAGE_REPORTED);
        } else if (action instanceof ReplicaAction.ForgetLog) {
            seen(Kind.DAMAGED_LOG_FORGOTTEN);
        } else if (action instanceof ReplicaAction.ProposeHandOff) {
            seen(Kind.HAND_OFF_PROPOSED);
        } else if (action instanceof ReplicaAction.ProposeHolders) {
            seen(Kind.HOLDERS_PROPOSED);
        } else if (action instanceof ReplicaAction.MarkUnsyncedAcks) {
            seen(Kind.UNSYNCED_ACKS);
        } else if (action instanceof ReplicaAction.RejectAppend reject) {
            onRejection(reject.rejection());
        } else if (action instanceof ReplicaAction.CompleteAppend complete
                && complete.result().duplicate()) {
            seen(complete.result().baseOffset() < 0 ? Kind.DUPLICATE_TOO_OLD : Kind.DUPLICATE_ANSWERED);
        } else if (action instanceof ReplicaAction.SendToFollower send
                && send.message() instanceof LeaderMessage.Diverged diverged
                && diverged.logEnd() > diverged.epochEnd() + 1) {
            seen(Kind.DIVERGENCE_OVER_TWO_EPOCHS);
        } else if (action instanceof ReplicaAction.SendToFollower send
                && send.message() instanceof LeaderMessage.Move move) {
            seen(move.lane() == Lane.BULK ? Kind.MOVED_TO_BULK : Kind.MOVED_TO_HOT);
        } else if (action instanceof ReplicaAction.SendToLeader send
                && send.message() instanceof FollowerMessage.Unfollow unfollow) {
            seen(unfollow.noRoom() ? Kind.NO_ROOM : Kind.UNFOLLOW);
        } else if (action instanceof ReplicaAction.SendToLeader send
                && send.message() instanceof FollowerMessage.AskRows) {
            seen(Kind.TABLE_IN_PIECES);
        }
    }

    private void onRejection(Rejection rejection) {
        if (rejection instanceof Rejection.LeadershipLost) {
            seen(Kind.LEADERSHIP_LOST);
        } else if (rejection instanceof Rejection.NotEnoughReplicas) {
            seen(Kind.NOT_ENOUGH_REPLICAS);
        } else if (rejection instanceof Rejection.TimedOut) {
            seen(Kind.TIMED_OUT);
        } else if (rejection instanceof Rejection.OutOfOrderSequence) {
            seen(Kind.OUT_OF_ORDER);
        }
    }

    void onOutcome(ProposalOutcome outcome) {
        if (outcome != ProposalOutcome.ACCEPTED) {
            seen(outcome == ProposalOutcome.REJECTED ? Kind.PROPOSAL_REJECTED : Kind.PROPOSAL_UNKNOWN);
        }
    }

    private void seen(Kind kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    /** Adds another run's counts. */
    void add(RareEvents other) {
        other.counts.forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
    }

    Map<Kind, Integer> counts() {
        return counts;
    }
}
