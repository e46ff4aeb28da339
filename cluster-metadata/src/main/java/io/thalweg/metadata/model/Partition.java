package io.thalweg.metadata.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A partition as the metadata knows it. The leader, if there is one, is a validated holder whose broker is active.
 *
 * @param replicas brokers in order of preference
 * @param leader the broker that leads, or null while no holder is electable
 * @param leaderEpoch log index of the last election or hand-off, also of one that found no leader
 * @param version log index of the last change of this record; proposals compare it
 * @param holders the holder set, one entry per broker, in order of preference of the replicas
 * @param faults replicas that were reported faulty in their broker's present life, with the newest report
 * @param recoveryEpoch log index of the last recovery that may have lost committed records, 0 for never
 * @param recoveries the last five recoveries, oldest first
 */
public record Partition(
        PartitionUid uid,
        PartitionId id,
        List<BrokerId> replicas,
        @Nullable BrokerId leader,
        LeaderEpoch leaderEpoch,
        long version,
        List<Holder> holders,
        List<ReplicaFault> faults,
        long recoveryEpoch,
        List<Recovery> recoveries) {

    private static final int RECOVERIES_KEPT = 5;

    /** Copies the lists; throws {@code IllegalArgumentException} if there is no replica. */
    public Partition {
        Require.that(!replicas.isEmpty(), "a partition has at least one replica");
        Require.atLeast(version, 0, "version");
        Require.atLeast(recoveryEpoch, 0, "recovery epoch");
        replicas = List.copyOf(replicas);
        holders = List.copyOf(holders);
        faults = List.copyOf(faults);
        recoveries = List.copyOf(recoveries);
    }

    /** The holder entry of this broker, or null. */
    public @Nullable Holder holder(BrokerId broker) {
        for (Holder holder : holders) {
            if (holder.broker().equals(broker)) {
                return holder;
            }
        }
        return null;
    }

    /** Log index of the newest fault reported of this broker's replica in the broker's present life, 0 for none. */
    public long fault(BrokerId broker) {
        for (ReplicaFault fault : faults) {
            if (fault.broker().equals(broker)) {
                return fault.index();
            }
        }
        return 0;
    }

    public boolean ledBy(BrokerId broker) {
        return broker.equals(leader);
    }

    /** The same partition with another holder set, at a new version. */
    public Partition withHolders(List<Holder> next, long index) {
        return new Partition(uid, id, replicas, leader, leaderEpoch, index, next, faults, recoveryEpoch, recoveries);
    }

    /** The same partition with a fault of this broker's replica, reported at {@code index}. */
    public Partition withFault(BrokerId broker, long index) {
        List<ReplicaFault> next = new ArrayList<>(faults);
        next.removeIf(fault -> fault.broker().equals(broker));
        next.add(new ReplicaFault(broker, index));
        return new Partition(uid, id, replicas, leader, leaderEpoch, index, holders, next, recoveryEpoch, recoveries);
    }

    /** The same partition without faults of this broker's replica, which begins another life at {@code index}. */
    public Partition withoutFault(BrokerId broker, long index) {
        if (fault(broker) == 0) {
            return this;
        }
        List<ReplicaFault> next = new ArrayList<>(faults);
        next.removeIf(fault -> fault.broker().equals(broker));
        return new Partition(uid, id, replicas, leader, leaderEpoch, index, holders, next, recoveryEpoch, recoveries);
    }

    /** The same partition after an election or hand-off at {@code index}. */
    public Partition withLeader(@Nullable BrokerId next, long index) {
        return new Partition(
                uid, id, replicas, next, new LeaderEpoch(index), index, holders, faults, recoveryEpoch, recoveries);
    }

    /** The same partition after a recovery at {@code index}, with the set that the recovery left. */
    public Partition withRecovery(BrokerId winner, List<Holder> next, Recovery recovery, long index) {
        List<Recovery> kept = new ArrayList<>(recoveries);
        kept.add(recovery);
        List<Recovery> last = kept.subList(Math.max(0, kept.size() - RECOVERIES_KEPT), kept.size());
        return new Partition(uid, id, replicas, winner, new LeaderEpoch(index), index, next, faults, index, last);
    }
}
