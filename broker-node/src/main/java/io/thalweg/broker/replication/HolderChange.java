package io.thalweg.broker.replication;

import io.thalweg.broker.replication.view.PartitionView;
import io.thalweg.broker.replication.view.ReplicaStatus;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The holder set that a leader wants. Joins: replicas that are active, not draining, and have everything committed, in
 * the leader's epoch. Leaves: entries that fell behind for too long, whose broker is fenced, or that are suspect and did
 * not catch up; but only if enough validated entries remain, else the set stays and writes wait.
 */
final class HolderChange {
    private final PartitionView view;
    private final BrokerId leader;
    private final Predicate<Holder> joined;
    private final Predicate<Holder> lags;
    private final boolean strict;

    /**
     * @param joined whether a broker, at an epoch, has everything committed and the EpochStart
     * @param lags whether an entry's broker, at the entry's epoch, has not caught up for too long
     * @param strict whether enough validated entries must remain
     */
    HolderChange(
            PartitionView view, BrokerId leader, Predicate<Holder> joined, Predicate<Holder> lags, boolean strict) {
        this.view = view;
        this.leader = leader;
        this.joined = joined;
        this.lags = lags;
        this.strict = strict;
    }

    /** Whether {@link #wanted} surely is the committed set: every replica is in it, and every entry in sync. Allocates nothing. */
    boolean nothingToChange() {
        for (Holder entry : view.holders()) {
            if (!view.validated(entry) || !stays(entry)) {
                return false;
            }
        }
        for (BrokerId replica : view.replicas()) {
            if (entry(replica) == null) {
                return false;
            }
        }
        return true;
    }

    /** The wanted set; equal to the committed one if nothing is to change. */
    List<Holder> wanted() {
        List<Holder> grown = grown();
        List<Holder> trimmed = new ArrayList<>();
        int validated = 0;
        for (Holder entry : grown) {
            if (stays(entry)) {
                trimmed.add(entry);
                validated += view.validated(entry) ? 1 : 0;
            }
        }
        return validated >= view.minIsr() || !strict ? trimmed : grown;
    }

    /** The committed set, in the order of the replicas, with every replica that may join at its registered epoch. */
    private List<Holder> grown() {
        List<Holder> set = new ArrayList<>();
        for (BrokerId replica : order()) {
            Holder current = entry(replica);
            ReplicaStatus status = view.status(replica);
            BrokerEpoch epoch = status == null ? BrokerEpoch.NONE : status.epoch();
            Holder candidate = new Holder(replica, epoch);
            boolean joins = !candidate.equals(current)
                    && status != null
                    && status.active()
                    && !status.draining()
                    && view.replicas().contains(replica)
                    && joined.test(candidate);
            if (joins) {
                set.add(candidate);
            } else if (current != null) {
                set.add(current);
            }
        }
        return set;
    }

    private List<BrokerId> order() {
        List<BrokerId> brokers = new ArrayList<>(view.replicas());
        for (Holder holder : view.holders()) {
            if (!brokers.contains(holder.broker())) {
                brokers.add(holder.broker());
            }
        }
        return brokers;
    }

    private boolean stays(Holder entry) {
        return entry.broker().equals(leader) || (view.electable(entry) && !lags.test(entry));
    }

    private @Nullable Holder entry(BrokerId broker) {
        for (Holder holder : view.holders()) {
            if (holder.broker().equals(broker)) {
                return holder;
            }
        }
        return null;
    }
}
