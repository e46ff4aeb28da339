package io.thalweg.broker.replication.view;

import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.LeaderEpoch;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One partition in the image, with the brokers that have a replica or are in the holder set.
 *
 * @param imageIndex index of the image
 * @param leader the leader, null while there is none
 * @param leaderEpoch epoch of the last election
 * @param version image index of the last change of the partition; a proposal names the one it is based on
 * @param replicas in order of preference
 * @param holders the committed holder set
 * @param statuses every broker of {@code replicas} and {@code holders} that is registered
 * @param minIsr number of validated holders that a write needs, at least 1
 * @param fsync whether only durable records count as stored (topic setting {@code durability})
 * @param internal whether the runtime derives tables of its own from the records
 * @param recoveryEpoch leader epoch of the last recorded recovery, 0 if there was none
 */
public record PartitionView(
        long imageIndex,
        @Nullable BrokerId leader,
        LeaderEpoch leaderEpoch,
        long version,
        List<BrokerId> replicas,
        List<Holder> holders,
        Map<BrokerId, ReplicaStatus> statuses,
        int minIsr,
        boolean fsync,
        boolean internal,
        long recoveryEpoch) {
    public PartitionView {
        replicas = List.copyOf(replicas);
        holders = List.copyOf(holders);
        statuses = Map.copyOf(statuses);
    }

    /** What the image says of a broker; null if it is not registered. */
    public @Nullable ReplicaStatus status(BrokerId broker) {
        return statuses.get(broker);
    }

    /** Image index of the newest fault reported of a broker's replica in the broker's present life, 0 for none. */
    public long fault(BrokerId broker) {
        ReplicaStatus status = status(broker);
        return status == null ? 0 : status.fault();
    }

    /** Whether the entry's epoch is the broker's registered one, so that it lost nothing it acknowledged. */
    public boolean validated(Holder holder) {
        ReplicaStatus status = status(holder.broker());
        return status != null && status.epoch().equals(holder.epoch());
    }

    /** Whether the entry is validated and its broker active. */
    public boolean electable(Holder holder) {
        ReplicaStatus status = status(holder.broker());
        return status != null && status.active() && status.epoch().equals(holder.epoch());
    }

    /** Number of electable entries. */
    public int inSync() {
        int count = 0;
        for (Holder holder : holders) {
            count += electable(holder) ? 1 : 0;
        }
        return count;
    }
}
