package io.thalweg.broker.simulation;

import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.log.LogDamage;
import io.thalweg.broker.log.LogQuarantine;
import io.thalweg.broker.log.QuarantineFailure;
import io.thalweg.broker.log.QuarantinedPart;
import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.PartitionReplica;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.feed.FeedTurn;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.ResetCause;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.PartitionUid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One turn of a broker's loop: calls first, then one write, then everything else; the sync runs beside it. */
final class SimTurn {
    /** Why a copy to quarantine fails. */
    static final String NO_ROOM = "no room for a quarantine";

    private final SimBroker broker;
    private final Simulation simulation;
    private final SimClock clock;
    private final SimExecutor executor;
    private final List<Asked> asked = new ArrayList<>();
    private final Map<Long, Consumer<SimAnswer>> answers = new HashMap<>();
    private final Map<SimStream, Map<PartitionUid, Wanted>> wanted = new HashMap<>();
    private boolean syncing;

    SimTurn(SimBroker broker, Simulation simulation, SimLinks links) {
        this.broker = broker;
        this.simulation = simulation;
        this.clock = simulation.clock();
        this.executor = new SimExecutor(broker, simulation, this, links);
    }

    void call(SimReplica replica, Function<PartitionReplica, List<ReplicaAction>> call) {
        if (broker.replica(replica.uid) != replica) {
            return;
        }
        replica.core.onTime(broker.monotonicMillis(), broker.wallMillis());
        List<ReplicaAction> actions =
                new ArrayList<>(replica.core.onRoom(broker.disk().room()));
        actions.addAll(call.apply(replica.core));
        for (ReplicaAction action : actions) {
            simulation.oracle().onAction(replica, action);
            asked.add(new Asked(replica, action, () -> {}));
        }
        replica.called();
    }

    /** Writes and carries out everything asked for; what that leads to is part of the same turn. */
    void finish() {
        while (!asked.isEmpty()) {
            List<Asked> batch = new ArrayList<>(asked);
            asked.clear();
            write(batch);
            simulation.oracle().afterWrite();
            batch.addAll(asked);
            asked.clear();
            long life = broker.life();
            for (Asked next : batch) {
                if (broker.life() != life) {
                    return;
                }
                ReplicaAction action = next.action;
                if (action != null && !(action instanceof ReplicaAction.StoreAction)) {
                    action.dispatch(executor.of(next.replica));
                }
                next.then.run();
            }
        }
    }

    private void write(List<Asked> batch) {
        LogChanges changes = new LogChanges();
        Set<SimReplica> touched = new LinkedHashSet<>();
        for (Asked next : batch) {
            if (next.action instanceof ReplicaAction.StoreAction action) {
                action.dispatch(new SimStoreWriter(changes, next.replica.log, next.replica.seed));
                touched.add(next.replica);
            }
        }
        if (changes.isEmpty()) {
            return;
        }
        broker.disk().write(changes);
        long sequence = broker.store().writtenSequence();
        touched.forEach(replica -> call(replica, core -> core.onWritten(sequence)));
        startSync();
    }

    private void startSync() {
        if (syncing) {
            return;
        }
        syncing = true;
        long life = broker.life();
        clock.in(clock.between(1, simulation.plan().syncMillis()), () -> {
            if (broker.life() != life) {
                return;
            }
            syncing = false;
            try {
                long sequence = broker.disk().sync();
                clock.in(clock.between(0, 2), () -> broker.post(life, () -> synced(sequence)));
            } catch (StorageFault e) {
                simulation.chaos().onFault(broker, e);
            }
        });
    }

    private void synced(long sequence) {
        for (SimReplica replica : broker.replicas()) {
            if (replica.core.awaitsSync()) {
                call(replica, core -> core.onSynced(sequence));
            }
        }
        if (broker.store().unsyncedWrites() > 0) {
            startSync();
        }
    }

    void expect(long token, Consumer<SimAnswer> answer) {
        answers.put(token, answer);
    }

    void answer(long token, SimAnswer answer) {
        Consumer<SimAnswer> receiver = answers.remove(token);
        if (receiver == null) {
            throw new Violation("S5", "append " + token + " is answered twice");
        }
        receiver.accept(answer);
    }

    /** A follower wants batches: its partition takes part in the turns of the stream. */
    void want(SimStream stream, SimReplica replica, LeaderEpoch epoch, long fromOffset) {
        wanted.computeIfAbsent(stream, unused -> new HashMap<>()).put(replica.uid, new Wanted(epoch, fromOffset));
        stream.feed.request(replica.uid.value());
        pump(stream);
    }

    void pump(SimStream stream) {
        FeedTurn next = stream.feed.next();
        while (next != null) {
            read(stream, next);
            next = stream.feed.next();
        }
    }

    private void read(SimStream stream, FeedTurn feedTurn) {
        PartitionUid uid = new PartitionUid(feedTurn.slot());
        SimReplica replica = broker.replica(uid);
        Wanted want = wanted.getOrDefault(stream, Map.of()).get(uid);
        if (replica == null || want == null) {
            stream.feed.ended(feedTurn.slot());
            return;
        }
        List<RecordBatch> batches;
        try {
            batches = SimReplica.batches(
                    broker.store(), replica.log, want.fromOffset, Long.MAX_VALUE, feedTurn.maxBytes());
        } catch (LogDamage damage) {
            damaged(replica, damage);
            stream.feed.ended(feedTurn.slot());
            return;
        }
        long life = broker.life();
        clock.in(
                clock.chance(0.1) ? clock.between(1, 30) : 0,
                () -> broker.post(life, () -> {
                    call(replica, core -> core.onFeedRead(stream.atLeader, want.epoch, want.fromOffset, batches));
                    asked.add(new Asked(replica, null, () -> {
                        stream.feed.ended(feedTurn.slot());
                        pump(stream);
                    }));
                }));
    }

    /** A read met damaged bytes. */
    void damaged(SimReplica replica, LogDamage damage) {
        clock.note("%s: %s", replica, damage.getMessage());
        simulation.rare().seen(RareEvents.Kind.DAMAGE_FOUND, true);
        call(replica, core -> core.onDamage(String.valueOf(damage.getMessage())));
    }

    /** Copies a part of the log to the disk's quarantine. */
    void quarantine(SimReplica replica, ReplicaAction.Quarantine action) {
        if (broker.replica(replica.uid) != replica) {
            return;
        }
        QuarantinedPart part =
                new QuarantinedPart("", replica.seed, action.from(), action.to(), action.recoveryEpoch());
        try (LogQuarantine.Copy copy = broker.disk().quarantine().begin(part)) {
            if (copy != null) {
                copy.add(broker.store()
                        .read(replica.log, action.from(), action.to(), Integer.MAX_VALUE)
                        .batches());
                copy.finish();
            }
        } catch (QuarantineFailure e) {
            simulation.rare().seen(RareEvents.Kind.QUARANTINE_WITHOUT_ROOM, true);
            call(replica, core -> core.onQuarantineFailed(NO_ROOM));
            return;
        }
        simulation.rare().seen(RareEvents.Kind.QUARANTINED, true);
        call(replica, PartitionReplica::onQuarantined);
    }

    /** Runs after the write of the turn. */
    void afterWrite(SimReplica replica, Runnable then) {
        asked.add(new Asked(replica, null, then));
    }

    /** The replica is not hosted here any more: what it asked for is not done. */
    void forget(SimReplica replica) {
        asked.removeIf(next -> next.replica == replica);
        simulation.oracle().onForgotten(replica);
    }

    /** This broker does not know the partition yet. */
    void refuse(SimStream stream, PartitionUid uid, FollowerMessage message) {
        if (message instanceof FollowerMessage.Follow follow) {
            LeaderMessage reset = LeaderMessage.Reset.of(follow.leaderEpoch(), ResetCause.WAIT_FOR_IMAGE);
            stream.sendToFollower(() -> executor.deliver(stream, uid, reset));
        }
    }

    void clear() {
        asked.clear();
        answers.clear();
        wanted.clear();
        syncing = false;
    }

    private record Asked(SimReplica replica, @Nullable ReplicaAction action, Runnable then) {}

    private record Wanted(LeaderEpoch epoch, long fromOffset) {}
}
