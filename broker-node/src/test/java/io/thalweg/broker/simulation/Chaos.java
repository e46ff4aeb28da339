package io.thalweg.broker.simulation;

import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Injects faults as the plan weighs them, and in the end heals everything. */
final class Chaos {
    private final Simulation simulation;
    private final SimClock clock;
    private final List<SimPlan.Fault> urn = new ArrayList<>();
    private boolean over;

    Chaos(Simulation simulation) {
        this.simulation = simulation;
        this.clock = simulation.clock();
        for (Map.Entry<SimPlan.Fault, Integer> weight :
                simulation.plan().weights().entrySet()) {
            for (int i = 0; i < weight.getValue(); i++) {
                urn.add(weight.getKey());
            }
        }
    }

    /** Begins. */
    void start() {
        next();
    }

    private void next() {
        clock.in(clock.between(1, 2 * simulation.plan().faultEveryMillis()), () -> {
            if (!over && !urn.isEmpty()) {
                inject(urn.get(clock.pick(urn.size())));
                next();
            }
        });
    }

    private void inject(SimPlan.Fault fault) {
        SimBroker broker = simulation.randomBroker();
        if (!broker.up()) {
            return;
        }
        clock.note("fault %s on broker %s", fault, broker.id());
        switch (fault) {
            case CRASH_PROCESS -> crashProcess(broker);
            case STOP -> stop(broker);
            case CRASH_POWER -> crashPower(broker);
            case POWER_CUT -> simulation.brokers().forEach(this::crashPower);
            case CRASH_LOSSY -> crashDisk(broker);
            case DISK_FULL -> fillUp(broker);
            case SYNC_FAILS -> broker.disk().failNextSync();
            case DAMAGE -> damage(broker);
            case CLOCK_JUMP -> broker.jumpClock(clock.between(-100_000_000, 100_000_000));
            case METADATA_FAILOVER -> simulation.metadata().failOver();
            case PAUSE -> broker.pause(clock.chance(0.3) ? clock.between(600, 2_500) : clock.between(10, 600));
            case BREAK_STREAM ->
                simulation.network().breakBetween(broker.id(), other(broker).id());
            case CUT_PAIR -> {
                SimBroker other = other(broker);
                cut(broker, other);
                cut(other, broker);
            }
            case CUT_ONE_WAY -> cut(broker, other(broker));
            case ISOLATE -> isolate(broker);
            case CUT_METADATA -> cutMetadata(broker);
            case FENCE -> fence(broker);
            case DRAIN -> drain(broker);
            case HAND_OFF -> handOff(broker);
            case LOG_START -> logStart(broker);
            case BREAK_LANE ->
                simulation.network().breakLane(broker.id(), other(broker).id(), someLane());
            case HOLD_LANE ->
                simulation.network().hold(broker.id(), other(broker).id(), someLane(), clock.between(10, 1_500));
            case BLACKOUT -> simulation.brokers().forEach(each -> loseSome(each, 0.3));
            case DISKS_LOST -> simulation.brokers().forEach(each -> loseSome(each, 0.6));
            case LEFT_ALONE -> leaveAlone(broker);
            case LONG_DEATH -> {
                broker.crashProcess();
                restart(broker, clock.between(1_000, 3_000));
            }
        }
    }

    private void crashProcess(SimBroker broker) {
        broker.crashProcess();
        restart(broker);
    }

    private void stop(SimBroker broker) {
        if (!broker.paused()) {
            broker.stop();
            restart(broker);
        }
    }

    private void crashPower(SimBroker broker) {
        if (broker.up() && simulation.oracle().losses().affordable(broker.id(), false)) {
            simulation.oracle().losses().powerLost(broker);
            broker.crashPower();
            loseNetworkToo(broker);
            restart(broker);
        }
    }

    /** Everybody goes down, and some lose their disks. */
    private void loseSome(SimBroker broker, double share) {
        if (clock.chance(share)) {
            crashDisk(broker);
        } else {
            crashPower(broker);
        }
    }

    /** A replica stopped because there was no room for what it must keep; its operator makes room. */
    void onNoRoom(SimBroker broker) {
        long life = broker.life();
        clock.in(clock.between(50, 500), () -> {
            if (broker.life() == life && broker.up()) {
                broker.disk().freeSpace();
                crashProcess(broker);
            }
        });
    }

    private void crashDisk(SimBroker broker) {
        if (broker.up() && simulation.oracle().losses().affordable(broker.id(), true)) {
            simulation.oracle().losses().diskLost(broker);
            broker.crashDisk();
            loseNetworkToo(broker);
            restart(broker);
        }
    }

    /** A machine that comes back may reach the metadata before it reaches its peers, who have noticed nothing yet. */
    private void loseNetworkToo(SimBroker broker) {
        if (clock.chance(0.3)) {
            simulation.brokers().forEach(other -> {
                cut(broker, other);
                cut(other, broker);
            });
        }
    }

    private void fillUp(SimBroker broker) {
        broker.disk().fillUp(clock.now() % 2 == 0);
        clock.in(clock.between(10, 1_500), () -> broker.disk().freeSpace());
    }

    /** The disk refused a write or a sync: the process halts, and notes why if it can. */
    void onFault(SimBroker broker, StorageFault fault) {
        boolean noted = clock.chance(0.6) && simulation.oracle().losses().affordable(broker.id(), true);
        clock.note("broker %s: %s", broker.id(), fault.getMessage());
        simulation.rare().seen(RareEvents.Kind.DISK_FAULT_NOTED, noted);
        simulation.rare().seen(RareEvents.Kind.DISK_FAULT_NOT_NOTED, !noted);
        if (noted) {
            simulation.oracle().losses().diskLost(broker);
        }
        broker.crashFault(noted);
        restart(broker);
    }

    /** Whether the process dies between its registration and the note of it on disk. */
    boolean dieBeforeMarker(SimBroker broker) {
        boolean dies =
                !over && clock.chance(0.03) && simulation.oracle().losses().affordable(broker.id(), true);
        if (dies) {
            simulation.rare().seen(RareEvents.Kind.DEATH_BEFORE_MARKER, true);
            simulation.oracle().losses().diskLost(broker);
            crashProcess(broker);
        }
        return dies;
    }

    private void damage(SimBroker broker) {
        List<SimReplica> replicas = new ArrayList<>(broker.replicas());
        if (replicas.isEmpty()) {
            return;
        }
        SimReplica replica = replicas.get(clock.pick(replicas.size()));
        if (simulation.oracle().damage().inflict(replica)) {
            boolean soon = clock.chance(0.5);
            broker.post(broker.life(), () -> {
                if (soon) {
                    broker.scrub(replica.uid);
                }
            });
        }
    }

    private void restart(SimBroker broker) {
        restart(broker, clock.chance(0.3) ? clock.between(1, 30) : clock.between(5, 1_500));
    }

    private void restart(SimBroker broker, long afterMillis) {
        long life = broker.life();
        clock.in(afterMillis, () -> {
            if (broker.life() == life) {
                broker.start();
            }
        });
    }

    private void cut(SimBroker from, SimBroker to) {
        if (!from.id().equals(to.id())) {
            simulation.network().cut(from.id(), to.id());
            clock.in(clock.between(10, 1_500), () -> simulation.network().heal(from.id(), to.id()));
        }
    }

    /** One broker is cut off from all others, perhaps in one direction only, and perhaps from the metadata too. */
    private void isolate(SimBroker broker) {
        int directions = clock.pick(3);
        for (SimBroker other : simulation.brokers()) {
            if (directions != 0) {
                cut(broker, other);
            }
            if (directions != 1) {
                cut(other, broker);
            }
        }
        if (clock.chance(0.4)) {
            cutMetadata(broker);
        }
    }

    private void cutMetadata(SimBroker broker) {
        int directions = clock.pick(3);
        broker.session().cut(directions != 0, directions != 1);
        clock.in(clock.between(10, 1_500), () -> broker.session().cut(false, false));
    }

    /** The metadata hears of one broker only, if possible of one that does not count; the others go on among themselves. */
    private void leaveAlone(SimBroker some) {
        long millis = clock.between(600, 2_500);
        SimBroker alone = simulation.brokers().stream()
                .filter(broker -> broker.up() && isOutside(broker))
                .findFirst()
                .orElse(some);
        for (SimBroker other : simulation.brokers()) {
            if (!other.id().equals(alone.id())) {
                other.session().cut(true, true);
                clock.in(millis, () -> other.session().cut(false, false));
            }
        }
    }

    /** Whether it is no validated holder of a partition that it has a replica of. */
    private boolean isOutside(SimBroker broker) {
        ClusterImage image = simulation.metadata().image();
        return image.partitionsOf(broker.id()).stream().anyMatch(partition -> {
            Holder entry = partition.holder(broker.id());
            return entry == null || !image.validated(entry);
        });
    }

    private void fence(SimBroker broker) {
        Broker registered = simulation.metadata().image().broker(broker.id());
        if (registered != null && registered.active()) {
            simulation
                    .metadata()
                    .submit(new Command.FenceBrokers(List.of(registered.identity())), reply -> {}, () -> {});
        }
    }

    private void drain(SimBroker broker) {
        simulation.metadata().apply(new Command.DrainBroker(broker.id(), true));
        clock.in(
                clock.between(50, 1_500),
                () -> simulation.metadata().apply(new Command.DrainBroker(broker.id(), false)));
    }

    private void handOff(SimBroker broker) {
        SimBroker target = other(broker);
        broker.post(broker.life(), () -> {
            for (Partition partition : simulation.metadata().image().partitions()) {
                broker.handOff(partition.uid(), target.id());
            }
        });
    }

    private void logStart(SimBroker broker) {
        broker.post(broker.life(), () -> {
            for (Partition partition : simulation.metadata().image().partitions()) {
                broker.advanceLogStart(partition.uid());
            }
        });
    }

    private Lane someLane() {
        return clock.chance(0.5) ? Lane.HOT : Lane.BULK;
    }

    private SimBroker other(SimBroker broker) {
        SimBroker other = simulation.randomBroker();
        return other.id().equals(broker.id()) ? simulation.randomBroker() : other;
    }

    /** No fault any more; everything that is cut, paused or drained comes back at once. */
    void heal() {
        over = true;
        simulation.network().healAll();
        simulation.metadata().beFaithful();
        for (SimBroker broker : simulation.brokers()) {
            broker.resume();
            broker.session().cut(false, false);
            broker.disk().freeSpace();
            broker.jumpClock(0);
            simulation.metadata().apply(new Command.DrainBroker(broker.id(), false));
        }
        repair();
    }

    /** Whoever watches the cluster has everything read. */
    private void repair() {
        for (SimBroker broker : simulation.brokers()) {
            if (broker.up()) {
                broker.post(
                        broker.life(),
                        () -> List.copyOf(broker.replicas()).forEach(replica -> broker.scrub(replica.uid)));
            }
        }
        clock.in(500, this::repair);
    }
}
