package io.thalweg.broker.simulation;

import io.thalweg.metadata.apply.Applied;
import io.thalweg.metadata.apply.CommandApply;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.StoragePosition;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.StorageMark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The metadata plane: the production state machine behind a log that may delay, lose or repeat a command, lose its
 * reply, and deliver images late, in order, and now and then an old one again. It fences who is silent and activates who
 * registered.
 */
final class SimMetadata {
    private static final long SESSION_MILLIS = 500;
    private static final long DUTY_MILLIS = 50;
    private static final long PROPOSAL_TIMEOUT_MILLIS = 250;

    private final SimClock clock;
    private final SimPlan plan;
    private final Map<BrokerId, SimBroker> brokers;
    private final Oracle oracle;
    private final Map<BrokerId, Long> lastSeen = new HashMap<>();
    private ClusterImage image = ClusterImage.empty(new UUID(7, 7));
    private boolean faithful;

    SimMetadata(SimClock clock, SimPlan plan, Map<BrokerId, SimBroker> brokers, Oracle oracle) {
        this.clock = clock;
        this.plan = plan;
        this.brokers = brokers;
        this.oracle = oracle;
        clock.in(DUTY_MILLIS, this::duty);
    }

    ClusterImage image() {
        return image;
    }

    /** No command and no reply gets lost any more. */
    void beFaithful() {
        faithful = true;
    }

    /** Applies at once. */
    CommandReply apply(Command command) {
        ClusterImage before = image;
        Applied applied = CommandApply.apply(before, command, before.index() + 1);
        image = applied.image();
        if (!(command instanceof Command.Tick)) {
            clock.note("metadata %s: %s -> %s", image.index(), command, applied.reply());
        }
        oracle.onImage(before, image);
        if (!applied.changes().empty()) {
            brokers.values().forEach(broker -> broker.offerImage(image));
        }
        return applied.reply();
    }

    /** Submits as a broker does; {@code unknown} when no outcome comes back. */
    void propose(SimBroker from, Command command, Consumer<CommandReply> reply, Runnable unknown) {
        long life = from.life();
        boolean lostThere = !faithful && clock.chance(plan.lostReply() / 2);
        boolean lostBack = !faithful && clock.chance(plan.lostReply());
        boolean twice = !faithful && clock.chance(plan.lostReply());
        if (lostThere || from.cutFromMetadata()) {
            clock.in(PROPOSAL_TIMEOUT_MILLIS, () -> from.post(life, unknown));
            return;
        }
        if (twice) {
            clock.in(clock.between(1, 400), () -> apply(command));
        }
        clock.in(clock.delay(8, 200), () -> {
            CommandReply outcome = apply(command);
            if (lostBack) {
                clock.in(PROPOSAL_TIMEOUT_MILLIS, () -> from.post(life, unknown));
            } else {
                clock.in(clock.delay(4, 100), () -> from.post(life, () -> reply.accept(outcome)));
            }
        });
    }

    private void duty() {
        List<StoragePosition> positions = new ArrayList<>();
        for (SimBroker broker : brokers.values()) {
            Broker registered = image.broker(broker.id());
            boolean live = broker.up() && !broker.paused() && !broker.cutFromMetadata();
            if (live) {
                lastSeen.put(broker.id(), clock.now());
            }
            if (registered == null) {
                continue;
            }
            if (live && broker.epoch().equals(registered.epoch())) {
                positions.add(new StoragePosition(
                        registered.identity(), new StorageMark(broker.syncedSequence(), broker.writtenSequence())));
                if (!registered.active()
                        && broker.imageIndex() >= registered.epoch().value()) {
                    apply(new Command.ActivateBroker(registered.identity()));
                }
            }
            fenceIfSilent(broker, registered);
        }
        if (clock.chance(0.3)) {
            apply(new Command.Tick(clock.now(), positions));
        }
        clock.in(DUTY_MILLIS, this::duty);
    }

    private void fenceIfSilent(SimBroker broker, Broker registered) {
        long silent = clock.now() - lastSeen.getOrDefault(broker.id(), 0L);
        boolean provenDead = !broker.up() && silent > DUTY_MILLIS && clock.chance(0.5);
        if (registered.active() && (silent > SESSION_MILLIS || provenDead)) {
            apply(new Command.FenceBrokers(List.of(registered.identity())));
        }
    }
}
