package io.thalweg.broker.simulation;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.RestartKind;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/** How a new process life becomes known to the metadata, with the restart marker that its storage keeps. */
final class SimRegistration {
    private final SimBroker broker;
    private final Simulation simulation;
    private BrokerEpoch marker = BrokerEpoch.NONE;

    SimRegistration(SimBroker broker, Simulation simulation) {
        this.broker = broker;
        this.simulation = simulation;
    }

    void begin(RestartKind kind, List<Integer> lossy) {
        BrokerRegistration registration = new BrokerRegistration(
                broker.id(),
                new UUID(broker.id().value(), 1_000 + broker.life()),
                broker.storageId(),
                new TreeMap<>(),
                "",
                kind,
                marker,
                broker.writtenSequence(),
                lossy.stream().map(PartitionUid::new).toList(),
                1);
        submit(registration, broker.life());
    }

    private void submit(BrokerRegistration registration, long life) {
        SimClock clock = simulation.clock();
        clock.in(clock.delay(10, 100), () -> {
            if (broker.life() != life) {
                return;
            }
            CommandReply reply = simulation.metadata().apply(new Command.RegisterBroker(registration));
            if (reply instanceof CommandReply.Accepted accepted) {
                marker = accepted.brokerEpoch();
                simulation.oracle().onRegistered(broker.id());
                broker.registered(marker);
            } else {
                clock.in(100, () -> submit(registration, life));
            }
        });
    }
}
