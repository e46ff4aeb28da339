package io.thalweg.metadata.image;

import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/** Partitions by uid, with the indexes by replica, by leader and of those without one. Immutable. */
final class PartitionTable {

    static final PartitionTable EMPTY =
            new PartitionTable(TreePMap.empty(), TreePMap.empty(), TreePMap.empty(), UidSet.EMPTY, UidSet.EMPTY);

    final TreePMap<Integer, PartitionBlock> blocks;
    final TreePMap<BrokerId, UidSet> hosted;
    final TreePMap<BrokerId, UidSet> led;
    final UidSet all;
    final UidSet leaderless;

    PartitionTable(
            TreePMap<Integer, PartitionBlock> blocks,
            TreePMap<BrokerId, UidSet> hosted,
            TreePMap<BrokerId, UidSet> led,
            UidSet all,
            UidSet leaderless) {
        this.blocks = blocks;
        this.hosted = hosted;
        this.led = led;
        this.all = all;
        this.leaderless = leaderless;
    }

    @Nullable
    Partition get(PartitionUid uid) {
        PartitionBlock block = blocks.get(PartitionBlock.number(uid));
        return block == null ? null : block.get(uid);
    }

    int size() {
        return all.size();
    }

    Collection<Partition> all() {
        return new PartitionsView(all, this::get);
    }

    UidSet hostedBy(BrokerId broker) {
        return hosted.getOrDefault(broker, UidSet.EMPTY);
    }

    UidSet ledBy(BrokerId broker) {
        return led.getOrDefault(broker, UidSet.EMPTY);
    }

    UidSet leaderless() {
        return leaderless;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof PartitionTable that) || !all.equals(that.all)) {
            return false;
        }
        for (PartitionUid uid : all) {
            if (!Objects.equals(get(uid), that.get(uid))) {
                return false;
            }
        }
        return hosted.equals(that.hosted) && led.equals(that.led);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }
}
