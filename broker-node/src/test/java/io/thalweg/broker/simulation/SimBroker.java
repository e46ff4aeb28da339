package io.thalweg.broker.simulation;

import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.log.LogDamage;
import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.log.testing.MemoryLogStore;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.replication.action.AppendRequest;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.view.PartitionView;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.Succession;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One broker: a process that lives and dies over a store that stays. */
final class SimBroker {
    private static final long TICK_MILLIS = 25;

    private final BrokerId id;
    private final Simulation simulation;
    private final SimClock clock;
    private final SimSession session;
    private final SimDisk disk;
    private final Map<PartitionUid, SimReplica> replicas = new HashMap<>();
    private final Set<PartitionUid> leftBehind = new TreeSet<>();
    private final Deque<Runnable> mailbox = new ArrayDeque<>();
    private final SimLinks links;
    private final SimTurn turn;
    private Map<LogId, StoredLog> recovered = new HashMap<>();
    private BrokerEpoch epoch = BrokerEpoch.NONE;
    private @Nullable ClusterImage image;
    private long life;
    private boolean up;
    private boolean paused;
    private boolean turnDue;
    private long lastImageAt;
    private long wallOffset;
    private long monotonicOffset;

    SimBroker(BrokerId id, Simulation simulation) {
        this.id = id;
        this.simulation = simulation;
        this.clock = simulation.clock();
        this.disk = new SimDisk(clock, id);
        this.session = new SimSession(this, simulation);
        this.links = new SimLinks(this, simulation);
        this.turn = new SimTurn(this, simulation, links);
    }

    /** Starts a new process life, which registers before anything else. */
    void start() {
        life++;
        SimDisk.Opened opened = disk.open();
        recovered = opened.logs();
        monotonicOffset = clock.between(0, 1_000_000);
        clock.note("broker %s starts (%s), lossy %s", id, opened.kind(), opened.lossy());
        simulation.rare().onStart(opened);
        recovered.values().stream()
                .filter(log -> log.damage() != null)
                .forEach(log -> simulation
                        .oracle()
                        .losses()
                        .cut(this, new PartitionUid(log.id().partitionUid())));
        session.begin(opened);
    }

    /** The registration was accepted, perhaps not for the first time. */
    void registered(BrokerEpoch given) {
        if (up) {
            Oracle.require(given.equals(epoch), "S4", () -> "broker " + id + " lives on as epoch " + given);
            return;
        }
        epoch = given;
        up = true;
        if (simulation.chaos().dieBeforeMarker(this)) {
            return;
        }
        disk.registered(given);
        long current = life;
        clock.in(clock.between(0, TICK_MILLIS), () -> tick(current));
    }

    /** The process dies; the disk keeps everything written. */
    void crashProcess() {
        disk.afterProcess();
        die("process");
    }

    /** The process stops in order. */
    void stop() {
        try {
            replicas.values().forEach(replica -> turn.call(replica, core -> core.onClose()));
            turn.finish();
            disk.afterCleanStop();
        } catch (StorageFault e) {
            simulation.chaos().onFault(this, e);
            return;
        }
        die("in order");
    }

    /** The machine dies; the disk keeps everything synced and some of the rest. */
    void crashPower() {
        disk.afterPower();
        die("power");
    }

    /** The disk is lost. */
    void crashDisk() {
        disk.afterLoss();
        die("disk");
    }

    /** The disk refused. */
    void crashFault(boolean noted) {
        disk.afterFault(noted);
        die(noted ? "disk fault, noted" : "disk fault");
    }

    private void die(String kind) {
        clock.note("broker %s dies (%s)", id, kind);
        BrokerIdentity identity = new BrokerIdentity(id, epoch);
        life++;
        up = false;
        paused = false;
        mailbox.clear();
        turnDue = false;
        replicas.clear();
        leftBehind.clear();
        image = null;
        links.clear();
        turn.clear();
        simulation.network().breakAllOf(id, kind.equals("power") || kind.equals("disk"));
        simulation.oracle().onDeath(this);
        simulation.metadata().onDeath(identity);
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
        try {
            work();
        } catch (StorageFault e) {
            simulation.chaos().onFault(this, e);
        }
    }

    private void work() {
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
        if (!disk.room()) {
            post(life, () -> replicas.values().forEach(replica -> turn.call(replica, core -> core.onCrowded())));
        }
        if (simulation.plan().moving()) {
            post(life, this::handOffAtOnce);
        }
        clock.in(TICK_MILLIS, () -> tick(forLife));
    }

    /** Leadership that a reassignment wants elsewhere. */
    private void handOffAtOnce() {
        ClusterImage present = image;
        if (present == null) {
            return;
        }
        for (Partition partition : present.partitionsLedBy(id)) {
            Succession succession = Succession.of(present, partition);
            if (succession != null && succession.atOnce()) {
                handOff(partition.uid(), succession.target());
            }
        }
    }

    /** A newer image exists: it comes in order, in its time, and now and then twice. */
    void offerImage(ClusterImage offered) {
        if (!up || !session.hears()) {
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
        next.partitions().forEach(partition -> leave(next, partition));
        for (Partition partition : next.partitionsOf(id)) {
            SimReplica replica = replicas.get(partition.uid());
            if (replica == null) {
                replica = host(partition);
            }
            turn.call(replica, core -> core.onView(view(next, partition)));
        }
    }

    /** As the runtime does: the log goes when others hold what is committed, and else when they do. */
    private void leave(ClusterImage next, Partition partition) {
        if (partition.replicas().contains(id)) {
            return;
        }
        SimReplica replica = replicas.remove(partition.uid());
        if (replica != null) {
            turn.forget(replica);
            leftBehind.add(partition.uid());
        }
        LogId log = new LogId(partition.uid().value());
        boolean here = leftBehind.contains(partition.uid()) || recovered.containsKey(log);
        boolean free = next.heldElsewhere(partition, id);
        simulation.rare().seen(RareEvents.Kind.LOG_KEPT_AFTER_MOVE, here && !free);
        if (here && free) {
            simulation
                    .rare()
                    .seen(
                            recovered.containsKey(log)
                                    ? RareEvents.Kind.LOG_DELETED_AFTER_RESTART
                                    : RareEvents.Kind.LOG_DELETED_AFTER_MOVE,
                            true);
            delete(partition.uid());
        }
    }

    private void delete(PartitionUid uid) {
        LogId log = new LogId(uid.value());
        leftBehind.remove(uid);
        recovered.remove(log);
        disk.write(new LogChanges().delete(log));
        simulation.oracle().damage().deleted(this, uid);
        simulation.oracle().checkHolders(uid);
    }

    /** Whether there is a log of the partition on the disk. */
    boolean has(PartitionUid uid) {
        return store().recover().stream().anyMatch(log -> log.id().partitionUid() == uid.value());
    }

    private void replayImage(ClusterImage old) {
        for (Partition partition : old.partitionsOf(id)) {
            SimReplica replica = replicas.get(partition.uid());
            if (replica != null) {
                turn.call(replica, core -> core.onView(view(old, partition)));
            }
        }
    }

    private PartitionView view(ClusterImage of, Partition partition) {
        return SimViews.of(of, partition, simulation.plan().minIsr(partition));
    }

    private SimReplica host(Partition partition) {
        if (leftBehind.contains(partition.uid())) {
            delete(partition.uid());
        }
        StoredLog stored = recovered.remove(new LogId(partition.uid().value()));
        if (stored == null) {
            disk.write(new LogChanges().create(new LogId(partition.uid().value()), SimReplica.seed(partition)));
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
            simulation.oracle().appends().onRequest(replica, request);
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

    boolean wantsLink(SimLinks.Target target) {
        return links.wants(target);
    }

    /** Somebody reads all that is committed in a partition and meets what is damaged. */
    void scrub(PartitionUid uid) {
        SimReplica replica = replicas.get(uid);
        if (replica == null) {
            return;
        }
        try {
            SimReplica.batches(
                    store(),
                    replica.log,
                    replica.core.positions().logStart(),
                    replica.core.positions().highWatermark(),
                    Integer.MAX_VALUE);
        } catch (LogDamage damage) {
            turn.damaged(replica, damage);
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
        return disk.store();
    }

    SimDisk disk() {
        return disk;
    }

    SimSession session() {
        return session;
    }

    /** The wall clock is set. */
    void jumpClock(long millis) {
        wallOffset = millis;
    }

    long wallMillis() {
        return Math.max(0, 100_000_000 + clock.now() + wallOffset);
    }

    long monotonicMillis() {
        return monotonicOffset + clock.now();
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

    long imageIndex() {
        return image == null ? 0 : image.index();
    }

    @Nullable
    ClusterImage image() {
        return image;
    }
}
