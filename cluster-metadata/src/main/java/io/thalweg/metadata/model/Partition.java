package io.thalweg.metadata.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A partition as the metadata knows it. The leader, if there is one, is a validated holder whose broker is active.
 *
 * <p>There may be 100 000 in an image, and a command may change all of them: uid and id are kept as plain values, so that
 * nothing but the record itself has to be fetched from memory.
 *
 * @param number value of {@link #uid}
 * @param topic the partition's topic
 * @param position index in the topic, from 0
 * @param replicas brokers in order of preference; during a reassignment the old ones and the new ones
 * @param leader the broker that leads, or null while no holder is electable
 * @param leaderEpoch log index of the last election or hand-off, also of one that found no leader
 * @param version log index of the last change of this record; proposals compare it
 * @param holders the holder set, one entry per broker, in order of preference of the replicas
 * @param faults replicas that were reported faulty in their broker's present life, with the newest report
 * @param recoveryEpoch log index of the last recovery that may have lost committed records, 0 for never
 * @param recoveries the last five recoveries, oldest first
 * @param reassignment the change of replicas that is under way, or null
 * @param removalIndex log index at which replicas last left, 0 for never
 */
public record Partition(
        int number,
        TopicId topic,
        int position,
        List<BrokerId> replicas,
        @Nullable BrokerId leader,
        LeaderEpoch leaderEpoch,
        long version,
        List<Holder> holders,
        List<ReplicaFault> faults,
        long recoveryEpoch,
        List<Recovery> recoveries,
        @Nullable Reassignment reassignment,
        long removalIndex) {

    private static final int RECOVERIES_KEPT = 5;

    /** Copies the lists; throws {@code IllegalArgumentException} if there is no replica. */
    public Partition {
        Require.atLeast(number, 1, "PartitionUid");
        Require.atLeast(position, 0, "partition index");
        Require.that(!replicas.isEmpty(), "a partition has at least one replica");
        Require.atLeast(version, 0, "version");
        Require.atLeast(recoveryEpoch, 0, "recovery epoch");
        Require.atLeast(removalIndex, 0, "removal index");
        replicas = List.copyOf(replicas);
        holders = List.copyOf(holders);
        faults = List.copyOf(faults);
        recoveries = List.copyOf(recoveries);
        Require.that(
                reassignment == null || reassignment.replicas().equals(replicas),
                "the replicas are those of the reassignment");
    }

    /** A partition that is led by the first of its holders. */
    public static Partition created(
            PartitionUid uid, PartitionId id, List<BrokerId> replicas, List<Holder> holders, LeaderEpoch epoch) {
        BrokerId leader = holders.get(0).broker();
        return new Partition(
                uid.value(),
                id.topic(),
                id.index(),
                replicas,
                leader,
                epoch,
                epoch.value(),
                holders,
                List.of(),
                0,
                List.of(),
                null,
                0);
    }

    public PartitionUid uid() {
        return new PartitionUid(number);
    }

    public PartitionId id() {
        return new PartitionId(topic, position);
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
        return new Partition(
                number,
                topic,
                position,
                replicas,
                leader,
                leaderEpoch,
                index,
                next,
                faults,
                recoveryEpoch,
                recoveries,
                reassignment,
                removalIndex);
    }

    /** The same partition with a fault of this broker's replica, reported at {@code index}. */
    public Partition withFault(BrokerId broker, long index) {
        List<ReplicaFault> next = new ArrayList<>(faults);
        next.removeIf(fault -> fault.broker().equals(broker));
        next.add(new ReplicaFault(broker, index));
        return new Partition(
                number,
                topic,
                position,
                replicas,
                leader,
                leaderEpoch,
                index,
                holders,
                next,
                recoveryEpoch,
                recoveries,
                reassignment,
                removalIndex);
    }

    /** The same partition without faults of this broker's replica, which begins another life at {@code index}. */
    public Partition withoutFault(BrokerId broker, long index) {
        if (fault(broker) == 0) {
            return this;
        }
        List<ReplicaFault> next = new ArrayList<>(faults);
        next.removeIf(fault -> fault.broker().equals(broker));
        return new Partition(
                number,
                topic,
                position,
                replicas,
                leader,
                leaderEpoch,
                index,
                holders,
                next,
                recoveryEpoch,
                recoveries,
                reassignment,
                removalIndex);
    }

    /** The same partition after an election or hand-off at the index of that epoch. */
    public Partition withLeader(@Nullable BrokerId next, LeaderEpoch epoch) {
        return new Partition(
                number,
                topic,
                position,
                replicas,
                next,
                epoch,
                epoch.value(),
                holders,
                faults,
                recoveryEpoch,
                recoveries,
                reassignment,
                removalIndex);
    }

    /** The same partition after a recovery at {@code index}, with the set that the recovery left. */
    public Partition withRecovery(BrokerId winner, List<Holder> next, Recovery recovery, long index) {
        List<Recovery> kept = new ArrayList<>(recoveries);
        kept.add(recovery);
        List<Recovery> last = kept.subList(Math.max(0, kept.size() - RECOVERIES_KEPT), kept.size());
        return new Partition(
                number,
                topic,
                position,
                replicas,
                winner,
                new LeaderEpoch(index),
                index,
                next,
                faults,
                index,
                last,
                reassignment,
                removalIndex);
    }

    /** The same partition with a reassignment that begins or turns back at {@code index}. */
    public Partition reassigning(Reassignment move, long index) {
        List<BrokerId> all = move.replicas();
        List<Holder> set = inOrder(holders, all);
        return new Partition(
                number,
                topic,
                position,
                all,
                leader,
                leaderEpoch,
                index,
                set,
                faults,
                recoveryEpoch,
                recoveries,
                move,
                removalIndex);
    }

    /** The same partition after its reassignment ended at {@code index}; who is not of the goal leaves replicas and set. */
    public Partition reassigned(Reassignment move, long index) {
        List<BrokerId> left = move.goal();
        List<Holder> set = new ArrayList<>(holders);
        set.removeIf(holder -> !left.contains(holder.broker()));
        long removed = move.removing().isEmpty() ? removalIndex : index;
        return new Partition(
                number,
                topic,
                position,
                left,
                leader,
                leaderEpoch,
                index,
                inOrder(set, left),
                faults,
                recoveryEpoch,
                recoveries,
                null,
                removed);
    }

    /** How many replicas the partition has at least, however a reassignment ends. */
    public int fewestReplicas() {
        return reassignment == null
                ? replicas.size()
                : Math.min(reassignment.from().size(), reassignment.to().size());
    }

    private static List<Holder> inOrder(List<Holder> holders, List<BrokerId> replicas) {
        List<Holder> sorted = new ArrayList<>(holders);
        sorted.sort(Comparator.comparingInt(holder -> replicas.indexOf(holder.broker())));
        return sorted;
    }
}
