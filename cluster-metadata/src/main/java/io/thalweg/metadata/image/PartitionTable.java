package io.thalweg.metadata.image;

import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/** Partitions by uid, with the indexes by replica and by leader. Immutable; each change costs O(replicas * log n). */
final class PartitionTable {

    static final PartitionTable EMPTY = new PartitionTable(TreePMap.empty(), TreePMap.empty(), TreePMap.empty());

    private final TreePMap<PartitionUid, Partition> byUid;
    private final TreePMap<BrokerId, TreePSet<PartitionUid>> hosted;
    private final TreePMap<BrokerId, TreePSet<PartitionUid>> led;

    private PartitionTable(
            TreePMap<PartitionUid, Partition> byUid,
            TreePMap<BrokerId, TreePSet<PartitionUid>> hosted,
            TreePMap<BrokerId, TreePSet<PartitionUid>> led) {
        this.byUid = byUid;
        this.hosted = hosted;
        this.led = led;
    }

    @Nullable
    Partition get(PartitionUid uid) {
        return byUid.get(uid);
    }

    int size() {
        return byUid.size();
    }

    Collection<Partition> all() {
        return byUid.values();
    }

    Collection<Partition> hostedBy(BrokerId broker) {
        return new PartitionsView(byUid, hostedUids(broker));
    }

    Collection<Partition> ledBy(BrokerId broker) {
        return new PartitionsView(byUid, uids(led, broker));
    }

    TreePSet<PartitionUid> hostedUids(BrokerId broker) {
        return uids(hosted, broker);
    }

    TreePSet<PartitionUid> ledUids(BrokerId broker) {
        return uids(led, broker);
    }

    /** With this partition in place of the one of the same uid, if any. */
    PartitionTable with(Partition next) {
        Partition old = byUid.get(next.uid());
        TreePMap<BrokerId, TreePSet<PartitionUid>> nextHosted = hosted;
        if (old == null || !old.replicas().equals(next.replicas())) {
            nextHosted = addAll(old == null ? hosted : removeAll(hosted, old), next);
        }
        TreePMap<BrokerId, TreePSet<PartitionUid>> nextLed = led;
        if (old == null || !Objects.equals(old.leader(), next.leader())) {
            nextLed = add(remove(led, old == null ? null : old.leader(), next.uid()), next.leader(), next.uid());
        }
        return new PartitionTable(byUid.plus(next.uid(), next), nextHosted, nextLed);
    }

    PartitionTable without(PartitionUid uid) {
        Partition old = byUid.get(uid);
        if (old == null) {
            return this;
        }
        return new PartitionTable(byUid.minus(uid), removeAll(hosted, old), remove(led, old.leader(), uid));
    }

    private static TreePMap<BrokerId, TreePSet<PartitionUid>> addAll(
            TreePMap<BrokerId, TreePSet<PartitionUid>> map, Partition partition) {
        TreePMap<BrokerId, TreePSet<PartitionUid>> result = map;
        for (BrokerId replica : partition.replicas()) {
            result = add(result, replica, partition.uid());
        }
        return result;
    }

    private static TreePMap<BrokerId, TreePSet<PartitionUid>> removeAll(
            TreePMap<BrokerId, TreePSet<PartitionUid>> map, Partition partition) {
        TreePMap<BrokerId, TreePSet<PartitionUid>> result = map;
        for (BrokerId replica : partition.replicas()) {
            result = remove(result, replica, partition.uid());
        }
        return result;
    }

    private static TreePMap<BrokerId, TreePSet<PartitionUid>> add(
            TreePMap<BrokerId, TreePSet<PartitionUid>> map, @Nullable BrokerId broker, PartitionUid uid) {
        return broker == null ? map : map.plus(broker, uids(map, broker).plus(uid));
    }

    private static TreePMap<BrokerId, TreePSet<PartitionUid>> remove(
            TreePMap<BrokerId, TreePSet<PartitionUid>> map, @Nullable BrokerId broker, PartitionUid uid) {
        if (broker == null) {
            return map;
        }
        TreePSet<PartitionUid> rest = uids(map, broker).minus(uid);
        return rest.isEmpty() ? map.minus(broker) : map.plus(broker, rest);
    }

    private static TreePSet<PartitionUid> uids(TreePMap<BrokerId, TreePSet<PartitionUid>> map, BrokerId broker) {
        TreePSet<PartitionUid> found = map.get(broker);
        return found == null ? TreePSet.empty() : found;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PartitionTable that
                && byUid.equals(that.byUid)
                && hosted.equals(that.hosted)
                && led.equals(that.led);
    }

    @Override
    public int hashCode() {
        return byUid.hashCode();
    }
}
