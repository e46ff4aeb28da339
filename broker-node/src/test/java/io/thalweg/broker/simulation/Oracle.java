package io.thalweg.broker.simulation;

import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.broker.replication.view.ReplicaPositions;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Knows what really happened and checks the data plane's invariants; those of the metadata are {@link ImageOracle}'s. */
final class Oracle {
    private final Simulation simulation;
    private final ImageOracle images;
    private final Losses losses;
    private final Damage damage;
    private final AppendOracle appends;
    private final RecoveryOracle recoveries;
    private final Map<PartitionUid, History> histories = new HashMap<>();
    private final Map<PartitionUid, CommittedLog> committed = new HashMap<>();
    /** By partition, epoch and end: the chain that a batch ended with wherever it was appended. */
    private final Map<List<Long>, Long> appended = new HashMap<>();

    private final Map<List<Long>, BrokerId> leaders = new HashMap<>();
    private final List<Advance> advances = new ArrayList<>();
    private final List<NewLeader> newLeaders = new ArrayList<>();
    private final List<PartitionUid> cuts = new ArrayList<>();

    Oracle(Simulation simulation) {
        this.simulation = simulation;
        this.images = new ImageOracle(simulation);
        this.losses = new Losses(simulation);
        this.damage = new Damage(simulation);
        this.appends = new AppendOracle(this);
        this.recoveries = new RecoveryOracle(simulation);
    }

    Losses losses() {
        return losses;
    }

    Damage damage() {
        return damage;
    }

    /** Who asks the replicas of partitions that nobody may lead. */
    SimRescuer rescuer() {
        return simulation.rescuer();
    }

    RecoveryOracle recoveries() {
        return recoveries;
    }

    AppendOracle appends() {
        return appends;
    }

    History history(PartitionUid uid) {
        return histories.computeIfAbsent(uid, unused -> new History("partition " + uid));
    }

    CommittedLog committed(PartitionUid uid) {
        return committed.computeIfAbsent(uid, unused -> new CommittedLog("partition " + uid));
    }

    long boundaryBelow(PartitionUid uid, long offset) {
        return committed(uid).boundaryBelow(Math.min(offset, committed(uid).end()));
    }

    void onImage(ClusterImage before, ClusterImage after) {
        images.onImage(before, after);
        after.partitions().forEach(partition -> checkHolders(partition.uid()));
    }

    /** What a dead process asked for is not done any more. */
    void onDeath(SimBroker broker) {
        advances.removeIf(advance -> advance.replica.broker == broker);
        newLeaders.removeIf(leader -> leader.replica.broker == broker);
    }

    /** What a replica asked for that is hosted no more is not done. */
    void onForgotten(SimReplica replica) {
        advances.removeIf(advance -> advance.replica == replica);
        newLeaders.removeIf(leader -> leader.replica == replica);
    }

    void onRegistered(BrokerRegistration registration) {
        losses.onRegistered(registration);
        simulation.metadata().image().partitions().forEach(partition -> checkHolders(partition.uid()));
    }

    /** An action was asked for; what depends on the write is checked by {@link #afterWrite}. */
    void onAction(SimReplica replica, ReplicaAction action) {
        simulation.clock().note("%s: %s", replica, action);
        simulation.rare().onAction(action);
        if (action instanceof ReplicaAction.Append append) {
            onAppend(replica, append);
        } else if (action instanceof ReplicaAction.AdvanceHighWatermark advance) {
            ReplicaRole role = replica.core.positions().role();
            boolean leads = role == ReplicaRole.LEADER || role == ReplicaRole.LEADER_STARTING;
            long epoch = replica.core.positions().leaderEpoch().value();
            advances.add(new Advance(replica, advance, leads, epoch));
        } else if (action instanceof ReplicaAction.Truncate truncate) {
            require(
                    truncate.fromOffsetInclusive() >= replica.core.positions().highWatermark(),
                    "S7",
                    () -> replica + " cuts at " + truncate.fromOffsetInclusive() + " below its high watermark");
            recoveries.onCut(replica, truncate.fromOffsetInclusive());
            replica.truncated(truncate.fromOffsetInclusive());
            cuts.add(replica.uid);
        } else if (action instanceof ReplicaAction.RewindLog rewind) {
            onRewind(replica, rewind);
        } else if (action instanceof ReplicaAction.ResetLog reset) {
            recoveries.onReset(replica);
            replica.reset(reset.logStart(), reset.epochAtStart().chain());
            cuts.add(replica.uid);
        } else if (action instanceof ReplicaAction.ForgetLog) {
            onForget(replica);
            replica.reset(0, 0);
            cuts.add(replica.uid);
        } else if (action instanceof ReplicaAction.ReportDamage) {
            damage.reported(replica);
        } else if (action instanceof ReplicaAction.RejectAppend || action instanceof ReplicaAction.CompleteAppend) {
            appends.onAnswer(replica, action);
        } else if (action instanceof ReplicaAction.ChangeRole role && role.role() == ReplicaRole.LEADER_STARTING) {
            onLeader(replica, role);
        }
    }

    /** The replica's positions are those after it already. */
    private void onRewind(SimReplica replica, ReplicaAction.RewindLog rewind) {
        require(
                recoveries.recovered(replica.uid),
                "S7",
                () -> replica + " cuts below its high watermark, and no recovery is recorded");
        recoveries.onCut(replica, rewind.fromOffsetInclusive());
        replica.truncated(rewind.fromOffsetInclusive());
        cuts.add(replica.uid);
    }

    private void onForget(SimReplica replica) {
        boolean damaged = damage.isKnown(replica);
        require(
                damaged || recoveries.recovered(replica.uid),
                "S7",
                () -> replica + " forgets a log in which nobody found damage");
        if (!damaged) {
            recoveries.onCut(replica, 0);
        }
        simulation.rare().seen(RareEvents.Kind.FORGOTTEN_AFTER_RECOVERY, !damaged);
        damage.forgotten(replica);
    }

    private void onAppend(SimReplica replica, ReplicaAction.Append append) {
        RecordBatch batch = append.batch();
        List<Long> key = List.of((long) replica.uid.value(), batch.leaderEpoch(), batch.nextOffset());
        Long before = appended.putIfAbsent(key, append.chainAfter());
        require(
                before == null || before == append.chainAfter(),
                "S1",
                () -> replica + " has another history below " + batch.nextOffset() + " in epoch "
                        + batch.leaderEpoch());
        history(replica.uid).appended(batch, replica.chain(), append.chainAfter());
        replica.appended(batch.nextOffset(), append.chainAfter());
    }

    private void onLeader(SimReplica replica, ReplicaAction.ChangeRole role) {
        long epoch = role.leaderEpoch().value();
        BrokerId before = leaders.putIfAbsent(List.of((long) replica.uid.value(), epoch), replica.broker.id());
        require(
                before == null || before.equals(replica.broker.id()),
                "S4",
                () -> "epoch " + epoch + " of " + replica.uid + " has leaders " + before + " and "
                        + replica.broker.id());
        newLeaders.add(new NewLeader(replica, epoch));
    }

    /** The write of the turn is done. */
    void afterWrite() {
        for (Advance advance : advances) {
            onAdvance(advance);
        }
        advances.clear();
        newLeaders.forEach(this::checkLeader);
        newLeaders.clear();
        cuts.forEach(this::checkHolders);
        cuts.clear();
    }

    /** Below its log start nobody can tell any more. After a recovery that may be above all that is committed. */
    private void checkLeader(NewLeader leader) {
        SimReplica replica = leader.replica;
        long end = committed(replica.uid).endBefore(leader.epoch);
        boolean trimmed = recoveries.recovered(replica.uid)
                && end < replica.core.positions().logStart();
        require(
                trimmed || hasCommitted(replica.broker, replica.uid, end),
                "S3",
                () -> replica + " leads without all that is committed");
    }

    private void onAdvance(Advance advance) {
        SimReplica replica = advance.replica;
        ReplicaAction.AdvanceHighWatermark action = advance.action;
        CommittedLog log = committed(replica.uid);
        ReplicaPositions positions = replica.core.positions();
        require(
                positions.logStart() <= positions.highWatermark()
                        && positions.highWatermark() <= positions.logEnd()
                        && positions.durableEnd() <= positions.logEnd(),
                "S12",
                () -> replica + " is at " + positions);
        if (recoveries.deposed(replica.uid, advance.epoch)) {
            onDeposed(advance);
        } else if (action.to() > log.end()) {
            require(
                    advance.leads || recoveries.wasCommitted(replica, action.to()),
                    "S6",
                    () -> replica + " is ahead of what is committed: " + action.to() + " > " + log.end());
            if (!advance.leads) {
                return;
            }
            commit(replica, action.to(), advance.epoch);
            checkHolders(replica.uid);
        } else {
            checkContent(replica, action.to());
        }
    }

    /** Nobody has heard of the recovery here yet; what is committed now is lost. */
    private void onDeposed(Advance advance) {
        if (advance.leads) {
            simulation.rare().seen(RareEvents.Kind.COMMITTED_BY_A_DEPOSED_LEADER, true);
            noteIfInVain(advance.replica, advance.action.to());
            recoveries.committed(advance.replica, advance.action.to());
        }
    }

    private void noteIfInVain(SimReplica replica, long end) {
        Long kept = committed(replica.uid).chainAt(end);
        OptionalLong own = replica.broker.store().chainAt(replica.log, end);
        if (kept == null || own.isEmpty() || own.getAsLong() != kept) {
            committed(replica.uid).committedInVain();
        }
    }

    private void commit(SimReplica replica, long end, long epoch) {
        recoveries.committed(replica, end);
        CommittedLog log = committed(replica.uid);
        checkContent(replica, log.end());
        long tip = replica.broker.store().chainAt(replica.log, end).orElseThrow();
        long known = Objects.requireNonNull(log.chainAt(log.end()));
        List<History.Node> fresh = history(replica.uid).path(known, tip);
        require(fresh != null, "S6", () -> replica + " commits up to " + end + " what does not follow " + log.end());
        Objects.requireNonNull(fresh).forEach(log::append);
        log.committedIn(epoch);
        require(log.end() == end, "S6", () -> replica + " committed up to " + end + " and has only " + log.end());
    }

    /** Whatever is below a replica's high watermark is the committed content (also: what a consumer reads). */
    void checkContent(SimReplica replica, long end) {
        if (recoveries.behind(replica)) {
            return;
        }
        if (end > committed(replica.uid).end() && recoveries.wasCommitted(replica, end)) {
            checkContent(replica, committed(replica.uid).end());
            return;
        }
        Long chain = committed(replica.uid).chainAt(end);
        OptionalLong own = replica.broker.store().chainAt(replica.log, end);
        boolean trimmed = end <= replica.core.positions().logStart();
        require(
                chain != null && (trimmed || (own.isPresent() && own.getAsLong() == chain)),
                "S6",
                () -> replica + " has other content below " + end + " than what was committed");
    }

    /** Every validated holder has everything committed; mode fsync: durably. */
    void checkHolders(PartitionUid uid) {
        ClusterImage image = simulation.metadata().image();
        Partition partition = image.partition(uid);
        if (partition == null) {
            return;
        }
        partition.holders().stream().filter(image::validated).forEach(holder -> {
            SimBroker broker = simulation.broker(holder.broker());
            if (!losses.lost(holder.broker(), image, partition)) {
                require(
                        hasCommitted(broker, uid, committed(uid).end()),
                        "S2",
                        () -> "validated holder " + holder + " of partition " + uid + " lacks what is committed below "
                                + committed(uid).end());
            }
        });
    }

    private boolean hasCommitted(SimBroker broker, PartitionUid uid, long end) {
        if (end == 0) {
            return true;
        }
        OptionalLong own = broker.store().chainAt(new LogId(uid.value()), end);
        return own.isPresent()
                && own.getAsLong() == Objects.requireNonNull(committed(uid).chainAt(end));
    }

    static void require(boolean holds, String invariant, Supplier<String> message) {
        if (!holds) {
            throw new Violation(invariant, message.get());
        }
    }

    /** The epoch is the one that it began to lead; by the end of the turn it may have heard of a later one. */
    private record NewLeader(SimReplica replica, long epoch) {}

    private record Advance(SimReplica replica, ReplicaAction.AdvanceHighWatermark action, boolean leads, long epoch) {}
}
