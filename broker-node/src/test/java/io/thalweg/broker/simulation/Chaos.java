package io.thalweg.broker.simulation;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.RestartKind;
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
            case CRASH_PROCESS -> {
                broker.crashProcess();
                restart(broker, RestartKind.PROCESS);
            }
            case CRASH_POWER -> crashPower(broker);
            case POWER_CUT -> simulation.brokers().forEach(this::crashPower);
            case CRASH_LOSSY -> crashDisk(broker);
            case PAUSE -> broker.pause(clock.between(10, 1_500));
            case BREAK_STREAM ->
                simulation.network().breakBetween(broker.id(), other(broker).id());
            case CUT_PAIR -> cutPair(broker.id(), other(broker).id());
            case CUT_METADATA -> cutMetadata(broker);
            case FENCE -> fence(broker);
            case DRAIN -> drain(broker);
            case HAND_OFF -> handOff(broker);
            case LOG_START -> logStart(broker);
        }
    }

    private void crashPower(SimBroker broker) {
        if (broker.up() && simulation.oracle().images().affordable(broker.id(), false)) {
            simulation.oracle().images().powerLost(broker.id());
            broker.crashPower();
            restart(broker, RestartKind.POWER);
        }
    }

    private void crashDisk(SimBroker broker) {
        if (simulation.oracle().images().affordable(broker.id(), true)) {
            simulation.oracle().images().diskLost(broker.id());
            broker.crashDisk();
            restart(broker, RestartKind.LOSSY);
        }
    }

    private void restart(SimBroker broker, RestartKind kind) {
        clock.in(clock.between(5, 1_500), () -> broker.start(kind));
    }

    private void cutPair(BrokerId a, BrokerId b) {
        if (!a.equals(b)) {
            simulation.network().cut(a, b);
            clock.in(clock.between(10, 1_500), () -> simulation.network().heal(a, b));
        }
    }

    private void cutMetadata(SimBroker broker) {
        broker.cutFromMetadata(true);
        clock.in(clock.between(10, 1_500), () -> broker.cutFromMetadata(false));
    }

    private void fence(SimBroker broker) {
        Broker registered = simulation.metadata().image().broker(broker.id());
        if (registered != null && registered.active()) {
            simulation.metadata().apply(new Command.FenceBrokers(List.of(registered.identity())));
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
            broker.cutFromMetadata(false);
            simulation.metadata().apply(new Command.DrainBroker(broker.id(), false));
        }
    }
}
