package io.thalweg.broker.simulation;

import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Durability;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.Topic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What faults have destroyed and the metadata does not know yet, and what they may still destroy: the promise covers as
 * many lost holders of a partition as its minimum of in-sync replicas less one, until they have caught up again.
 */
final class Losses {
    private static final long FIRST_INCARNATION = 1_000;

    private final Simulation simulation;
    private final List<Loss> pending = new ArrayList<>();

    Losses(Simulation simulation) {
        this.simulation = simulation;
    }

    /** The machine goes down: what was acknowledged before a sync may be lost. */
    void powerLost(SimBroker broker) {
        pending.add(new Loss(broker.id(), broker.life(), Scope.UNSYNCED, null));
    }

    /** Anything may be lost, or the metadata will believe so. */
    void diskLost(SimBroker broker) {
        pending.add(new Loss(broker.id(), broker.life(), Scope.EVERYTHING, null));
    }

    /** A process found damage in one log and cut it; its registration will say so. */
    void cut(SimBroker broker, PartitionUid uid) {
        pending.add(new Loss(broker.id(), broker.life() - 1, Scope.ONE, uid));
    }

    /** The metadata knows now of what happened before that process life. */
    void onRegistered(BrokerRegistration registration) {
        long life = registration.incarnation().getLeastSignificantBits() - FIRST_INCARNATION;
        pending.removeIf(loss -> loss.broker.equals(registration.id()) && loss.life < life);
    }

    /** Whether this broker may lack records of the partition, and the metadata does not know it yet. */
    boolean lost(BrokerId broker, ClusterImage image, Partition partition) {
        for (Loss loss : pending) {
            boolean concerned = loss.broker.equals(broker)
                    && switch (loss.scope) {
                        case EVERYTHING -> true;
                        case UNSYNCED -> unsynced(image, partition);
                        case ONE -> partition.uid().equals(loss.uid);
                    };
            if (concerned) {
                return true;
            }
        }
        return simulation.oracle().damage().damaged(simulation.broker(broker), partition.uid());
    }

    /** Whether the promise covers that this broker loses everything (or its unsynced part) now. */
    boolean affordable(BrokerId broker, boolean disk) {
        if (simulation.plan().recovering()) {
            return true;
        }
        ClusterImage image = simulation.metadata().image();
        for (Partition partition : image.partitionsOf(broker)) {
            if ((disk || unsynced(image, partition)) && !affordable(broker, partition)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the promise covers that this broker's replica is lost now. Who is alive, or about to be active,
     * may be about to join the set.
     */
    boolean affordable(BrokerId broker, Partition partition) {
        ClusterImage image = simulation.metadata().image();
        Broker registered = image.broker(broker);
        boolean mayCount = registered != null
                && (registered.active()
                        || registered.epoch().equals(simulation.broker(broker).epoch()));
        return partition.holder(broker) == null && !mayCount || affordableUnnoticed(broker, partition);
    }

    /** As above, for a loss that nobody notices: who is outside the set now may join it with that. */
    boolean affordableUnnoticed(BrokerId broker, Partition partition) {
        ClusterImage image = simulation.metadata().image();
        int lost = 1;
        for (BrokerId other : partition.replicas()) {
            Holder entry = partition.holder(other);
            boolean unsound = (entry != null && !image.validated(entry)) || lost(other, image, partition);
            lost += unsound && !other.equals(broker) ? 1 : 0;
        }
        return lost < Math.min(simulation.plan().minIsr(partition), validated(image, partition));
    }

    /** A topic that is created while few brokers are up begins with few holders. */
    private static int validated(ClusterImage image, Partition partition) {
        return (int) partition.holders().stream().filter(image::validated).count();
    }

    private static boolean unsynced(ClusterImage image, Partition partition) {
        Topic topic = image.topic(partition.id().topic());
        return topic != null && topic.config().durability() == Durability.OS;
    }

    private enum Scope {
        EVERYTHING,
        UNSYNCED,
        ONE
    }

    private record Loss(
            BrokerId broker,
            long life,
            Scope scope,
            @Nullable PartitionUid uid) {}
}
