package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Registration of a process life. Decides which holder entries of the broker stay validated: only those of which it is
 * certain that no byte was lost since they were made. All others become suspects, because their epoch is no longer the
 * registered one.
 */
final class RegisterBrokerHandler {

    private final ImageEdit edit;
    private final BrokerRegistration registration;
    private final IdentityHashMap<List<Holder>, List<Holder>> carried = new IdentityHashMap<>();

    private RegisterBrokerHandler(ImageEdit edit, BrokerRegistration registration) {
        this.edit = edit;
        this.registration = registration;
    }

    static CommandReply handle(ImageEdit edit, Command.RegisterBroker command) {
        return new RegisterBrokerHandler(edit, command.registration()).register();
    }

    private CommandReply register() {
        Broker old = edit.broker(registration.id());
        CommandReply refusal = refusal(old);
        if (refusal != null) {
            return refusal;
        }
        if (old != null && old.incarnation().equals(registration.incarnation())) {
            return CommandReply.registered(old.epoch());
        }
        BrokerEpoch epoch = new BrokerEpoch(edit.index());
        if (edit.base().brokers().isEmpty()) {
            // A new cluster begins with all that its first broker has.
            edit.counters(edit.counters().withFeatureLevel(registration.featureLevel()));
        }
        edit.put(Broker.registered(registration, epoch));
        if (old != null) {
            settlePartitions(old, epoch);
        }
        return CommandReply.registered(epoch);
    }

    private @Nullable CommandReply refusal(@Nullable Broker old) {
        if (old != null && old.active() && !old.storageId().equals(registration.storageId())) {
            return inUse("broker " + old.id() + " is alive on another data folder");
        }
        if (old == null && registration.previousEpoch().value() > 0) {
            Map<String, String> details = Map.of("broker", registration.id().toString());
            String message = "broker " + registration.id() + " was removed from the cluster";
            return new CommandReply.Rejected(RejectionReason.BROKER_REMOVED, message, details);
        }
        int finalised = edit.counters().featureLevel();
        if (registration.featureLevel() < finalised) {
            return FinaliseFeaturesHandler.unsupported(
                    "broker", registration.id().toString(), finalised);
        }
        for (Broker other : edit.base().brokers()) {
            if (!other.id().equals(registration.id()) && other.storageId().equals(registration.storageId())) {
                return inUse("the data folder belongs to broker " + other.id());
            }
        }
        return null;
    }

    private CommandReply inUse(String message) {
        Map<String, String> details = Map.of("broker", registration.id().toString());
        return new CommandReply.Rejected(RejectionReason.BROKER_ID_IN_USE, message, details);
    }

    private void settlePartitions(Broker old, BrokerEpoch epoch) {
        boolean intact = intact(old);
        Set<PartitionUid> lossy = new HashSet<>(registration.lossyPartitions());
        for (Partition partition : edit.partitionsOf(old.id())) {
            Holder entry = partition.holder(old.id());
            Partition next = partition.withoutFault(old.id(), edit.index());
            if (entry != null && intact && entry.epoch().equals(old.epoch()) && !lossy.contains(partition.uid())) {
                next = carry(next, entry, new Holder(old.id(), epoch));
            }
            boolean touched = entry != null || partition.ledBy(old.id());
            next = touched ? Election.settle(edit, next, old.id()) : next;
            edit.replace(partition, next);
        }
    }

    /** Whether the storage as a whole provably has everything that the last registered life had written (or synced). */
    private boolean intact(Broker old) {
        if (!old.storageId().equals(registration.storageId()) || !old.epoch().equals(registration.previousEpoch())) {
            return false;
        }
        long position = registration.storagePosition();
        return switch (registration.restartKind()) {
            case CLEAN, PROCESS -> position >= old.storage().written();
            case POWER -> position >= old.storage().synced();
            case LOSSY -> false;
        };
    }

    /** Worked out once for each list, as thousands of partitions share one. */
    private Partition carry(Partition partition, Holder from, Holder to) {
        List<Holder> next = carried.computeIfAbsent(partition.holders(), holders -> {
            List<Holder> replaced = new ArrayList<>(holders);
            replaced.replaceAll(holder -> holder.equals(from) ? to : holder);
            return List.copyOf(replaced);
        });
        return partition.withHolders(next, edit.index());
    }
}
