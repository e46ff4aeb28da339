package io.thalweg.broker.simulation;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.StorageMark;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One process life's session with the metadata leader: registers, beats, and starts over with every new leader and
 * after every silence. The two directions can be cut apart.
 */
final class SimSession {
    private static final long BEAT_MILLIS = 25;
    private static final long RECONNECT_MILLIS = 40;

    private final SimBroker broker;
    private final Simulation simulation;
    private final SimClock clock;
    private @Nullable BrokerRegistration registration;
    private long term = -1;
    private long heardMillis;
    private boolean sendingCut;
    private boolean hearingCut;

    SimSession(SimBroker broker, Simulation simulation) {
        this.broker = broker;
        this.simulation = simulation;
        this.clock = simulation.clock();
    }

    /** A new process life, which registers what its disk says. */
    void begin(SimDisk.Opened opened) {
        registration = registration(opened);
        term = -1;
        connect(broker.life());
    }

    private BrokerRegistration registration(SimDisk.Opened opened) {
        return new BrokerRegistration(
                broker.id(),
                new UUID(broker.id().value(), 1_000 + broker.life()),
                broker.disk().storageId(),
                new TreeMap<>(),
                "",
                RestartKind.valueOf(opened.kind().name()),
                broker.disk().previousEpoch(),
                opened.position(),
                opened.lossy().stream()
                        .map(log -> new PartitionUid(log.partitionUid()))
                        .toList(),
                1);
    }

    private void connect(long life) {
        if (broker.life() != life) {
            return;
        }
        term = -1;
        BrokerRegistration mine = Objects.requireNonNull(registration);
        clock.in(clock.delay(10, 100), () -> {
            if (broker.life() != life) {
                return;
            }
            if (broker.paused() || sendingCut || !simulation.metadata().leading()) {
                clock.in(RECONNECT_MILLIS, () -> connect(life));
                return;
            }
            long openedIn = simulation.metadata().term();
            simulation
                    .metadata()
                    .submit(
                            new Command.RegisterBroker(mine),
                            reply -> clock.in(clock.delay(4, 60), () -> answered(life, openedIn, reply)),
                            () -> clock.in(RECONNECT_MILLIS, () -> connect(life)));
        });
    }

    private void answered(long life, long openedIn, CommandReply reply) {
        if (broker.life() != life) {
            return;
        }
        boolean lost = hearingCut
                || broker.paused()
                || openedIn != simulation.metadata().term();
        if (lost || !(reply instanceof CommandReply.Accepted accepted)) {
            clock.in(RECONNECT_MILLIS, () -> connect(life));
            return;
        }
        BrokerEpoch epoch = accepted.brokerEpoch();
        term = openedIn;
        heardMillis = clock.now();
        simulation.metadata().opened(new BrokerIdentity(broker.id(), epoch));
        broker.registered(epoch);
        broker.offerImage(simulation.metadata().image());
        clock.in(clock.between(0, BEAT_MILLIS), () -> beat(life, openedIn));
    }

    private void beat(long life, long openedIn) {
        if (broker.life() != life || term != openedIn) {
            return;
        }
        boolean reachable =
                simulation.metadata().leading() && simulation.metadata().term() == openedIn;
        if (reachable && !hearingCut) {
            heardMillis = clock.now();
        }
        boolean silent = clock.now() - heardMillis > SimMetadata.SESSION_MILLIS / 2;
        if (!broker.paused() && (!simulation.metadata().isTerm(openedIn) || silent)) {
            BrokerIdentity identity = new BrokerIdentity(broker.id(), broker.epoch());
            clock.in(clock.delay(5, 300), simulation.metadata().breakOf(openedIn, identity));
            connect(life);
            return;
        }
        if (reachable && !sendingCut && !broker.paused()) {
            BrokerIdentity identity = new BrokerIdentity(broker.id(), broker.epoch());
            long image = broker.imageIndex();
            StorageMark mark =
                    new StorageMark(broker.disk().synced(), broker.disk().written());
            clock.in(clock.delay(3, 40), () -> simulation.metadata().beat(openedIn, identity, image, mark));
        }
        clock.in(BEAT_MILLIS, () -> beat(life, openedIn));
    }

    /** Whether images come in. */
    boolean hears() {
        return term >= 0 && !hearingCut && simulation.metadata().isTerm(term);
    }

    void cut(boolean sending, boolean hearing) {
        sendingCut = sending;
        hearingCut = hearing;
        if (!hearing && hears()) {
            broker.offerImage(simulation.metadata().image());
        }
    }

    boolean sendingCut() {
        return sendingCut;
    }

    boolean hearingCut() {
        return hearingCut;
    }
}
