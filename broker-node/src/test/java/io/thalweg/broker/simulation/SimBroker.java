package io.thalweg.broker.simulation;

import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.log.testing.MemoryLogStore;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.replication.action.AppendRequest;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.RestartKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One broker: a process that lives and dies over a store that stays. */
final class SimBroker {
    private static final long TICK_MILLIS = 25;

    private final BrokerId id;
    private final Simulation simulation;
    private final SimClock clock;
    private final SimRegistration registration;
    private final Map<PartitionUid, SimReplica> replicas = new HashMap<>();
    private final Deque<Runnable> mailbox = new ArrayDeque<>();
    private final SimLinks links;
    private final SimTurn turn;
    private Map<LogId, StoredLog> recovered = new HashMap<>();
    private MemoryLogStore store = new MemoryLogStore();
    private UUID storageId;
    private BrokerEpoch epoch = BrokerEpoch.NONE;
    private @Nullable ClusterImage image;
    private long life;
    private boolean up;
    private boolean paused;
    private boolean cutFromMetadata;
    private boolean turnDue;
    private long lastImageAt;
    private long synced;

    SimBroker(BrokerId id, Simulation simulation) {
        this.id = id;
        this.simulation = simulation;
        this.clock = simulation.clock();
        this.storageId = new UUID(id.value(), 1);
        this.registration = new SimRegistration(this, simulation);
        this.links = new SimLinks(this, simulation);
        this.turn = new SimTurn(this, simulation, links);
    }

    /** Starts a new process life, which registers before anything else. */
    void start(RestartKind kind) {
        life++;
        clock.note("broker %s starts (%s)", id, kind);
        List<Integer> lossy = new ArrayList<>();
        recovered = new HashMap<>();
        for (StoredLog log : store.recover()) {
            recovered.put(log.id(), log);
            if (log.unsyncedAcks()) {
                lossy.add(log.id().partitionUid());
            }
        }
        synced = store.sync();
        registration.begin(kind, kind == RestartKind.POWER ? lossy : List.of());
    }

    /** The registration was accepted. */
    void registered(BrokerEpoch given) {
        epoch = given;
        up = true;
        long current = life;
        clock.in(clock.between(0, TICK_MILLIS), () -> tick(current));
        offerImage(simulation.metadata().image());
    }

    /** The process dies; the store keeps everything written. */
    void crashProcess() {
        store.crash(Integer.MAX_VALUE);
        die("process");
    }

    /** The machine dies; the store keeps everything synced and some of the rest. */
    void crashPower() {
        int unsynced = store.unsyncedWrites();
        store.crash(unsynced == 0 ? 0 : clock.pick(unsynced + 1));
        die("power");
    }

    /** The disk is lost. */
    void crashDisk() {
        store = new MemoryLogStore();
        storageId = new UUID(id.value(), life + 1);
        die("disk");
    }

    private void die(String kind) {
        clock.note("broker %s dies (%s)", id, kind);
        life++;
        up = false;
        paused = false;
        mailbox.clear();
        turnDue = false;
        replicas.clear();
        image = null;
        links.clear();
        turn.clear();
        simulation.network().breakAllOf(id);
        simulation.oracle().onDeath(id);
    }

    /** Puts work into the mailbox of a process life. */
    void post(long forLife, Runnable work) {
        if (forLife != life || !up) {
            return;
        }
        mailbox.add(work);
        scheduleTurn();
    }

    private void scheduleTurn() {
        if (!turnDue && !paused) {
            turnDue = true;
            long current = life;
            clock.in(clock.chance(0.2) ? 1 : 0, () -> {
                if (current == life) {
                    turnDue = false;
                    runTurn();
                }
            });
        }
    }

    private void runTurn() {
        if (paused) {
            return;
        }
        Runnable work = mailbox.poll();
        for (int done = 0; work != null && done < 20; done++) {
            work.run();
            work = mailbox.poll();
        }
        if (work != null) {
            mailbox.addFirst(work);
            scheduleTurn();
        }
        turn.finish();
    }

    void pause(long millis) {
        paused = true;
        long current = life;
        clock.note("broker %s pauses for %s ms", id, millis);
        clock.in(millis, () -> {
            if (current == life) {
                resume();
            }
        });
    }

    void resume() {
        paused = false;
        if (up && !mailbox.isEmpty()) {
            scheduleTurn();
        }
    }

    private void tick(long forLife) {
        if (forLife != life) {
            return;
        }
        post(life, () -> replicas.values().forEach(replica -> turn.call(replica, core -> core.onTick())));
        clock.in(TICK_MILLIS, () -> tick(forLife));
    }

    /** A newer image exists: it comes in order, in its time, and now and then twice. */
    void offerImage(ClusterImage offered) {
        if (!up || cutFromMetadata) {
            return;
        }
        long current = life;
        long delay = clock.delay(simulation.plan().imageMillis(), 400);
        lastImageAt = Math.max(lastImageAt, clock.now() + delay);
        clock.at(lastImageAt, () -> post(current, () -> onImage(offered)));
        if (clock.chance(0.02)) {
            clock.in(delay + 100, () -> post(current, () -> replayImage(offered)));
        }
    }

    private void onImage(ClusterImage next) {
        if (next.index() < epoch.value() || (image != null && next.index() <= image.index())) {
            return;
        }
        image = next;
        for (Partition partition : next.partitionsOf(id)) {
            SimReplica replica = replicas.get(partition.uid());
            if (replica == null) {
                replica = host(partition);
            }
            turn.call(replica, core -> core.onView(SimViews.of(next, partition)));
        }
    }

    private void replayImage(ClusterImage old) {
        for (Partition partition : old.partitionsOf(id)) {
            SimReplica replica = replicas.get(partition.uid());
            if (replica != null) {
                turn.call(replica, core -> core.onView(SimViews.of(old, partition)));
            }
        }
    }

    private SimReplica host(Partition partition) {
        StoredLog stored = recovered.get(new LogId(partition.uid().value()));
        if (stored == null) {
            store.write(new LogChanges().create(new LogId(partition.uid().value()), SimReplica.seed(partition)));
        }
        SimReplica replica = SimReplica.open(this, partition, stored, simulation.rules());
        replicas.put(partition.uid(), replica);
        return replica;
    }

    /** A producer's request arrives. */
    void append(PartitionUid uid, AppendRequest request, Consumer<SimAnswer> answer) {
        SimReplica replica = replicas.get(uid);
        if (replica != null) {
            turn.expect(request.token(), answer);
            turn.call(replica, core -> core.onAppend(request));
        }
    }

    void onLinked(SimStream stream) {
        links.linked(stream);
    }

    void onLeaderStreamGone(SimStream stream) {
        links.gone(stream);
        replicas.values().forEach(replica -> turn.call(replica, core -> core.onLeaderGone(stream.atFollower)));
    }

    void onFollowerStreamGone(SimStream stream) {
        replicas.values().forEach(replica -> turn.call(replica, core -> core.onFollowerGone(stream.atLeader)));
    }

    void onCredit(SimStream stream, long bytes) {
        stream.feed.granted(bytes);
        turn.pump(stream);
    }

    void onFollowerMessage(SimStream stream, PartitionUid uid, FollowerMessage message) {
        SimReplica replica = replicas.get(uid);
        if (replica != null) {
            turn.call(replica, core -> core.onFollowerMessage(stream.atLeader, message));
        } else {
            turn.refuse(stream, uid, message);
        }
        if (message instanceof FollowerMessage.Ack ack) {
            stream.feed.acked(uid.value(), ack.logEnd());
            turn.pump(stream);
        }
    }

    boolean wantsLink(BrokerId leader) {
        return links.wants(leader);
    }

    void cutFromMetadata(boolean cut) {
        cutFromMetadata = cut;
        if (!cut) {
            offerImage(simulation.metadata().image());
        }
    }

    void handOff(PartitionUid uid, BrokerId target) {
        SimReplica replica = replicas.get(uid);
        if (replica != null) {
            turn.call(replica, core -> core.onHandOff(target));
        }
    }

    void advanceLogStart(PartitionUid uid) {
        SimReplica replica = replicas.get(uid);
        if (replica != null) {
            long highWatermark = replica.core.positions().highWatermark();
            long boundary = simulation.oracle().boundaryBelow(uid, highWatermark);
            turn.call(replica, core -> core.onLogStart(boundary));
        }
    }

    @Nullable
    SimReplica replica(PartitionUid uid) {
        return replicas.get(uid);
    }

    Collection<SimReplica> replicas() {
        return replicas.values();
    }

    SimTurn turn() {
        return turn;
    }

    BrokerId id() {
        return id;
    }

    BrokerEpoch epoch() {
        return epoch;
    }

    MemoryLogStore store() {
        return store;
    }

    UUID storageId() {
        return storageId;
    }

    long life() {
        return life;
    }

    boolean up() {
        return up;
    }

    boolean paused() {
        return paused;
    }

    boolean cutFromMetadata() {
        return cutFromMetadata;
    }

    long imageIndex() {
        return image == null ? 0 : image.index();
    }

    @Nullable
    ClusterImage image() {
        return image;
    }

    long writtenSequence() {
        return store.writtenSequence();
    }

    long syncedSequence() {
        return synced;
    }

    void synced(long sequence) {
        synced = sequence;
    }
}
