package io.thalweg.metadata.image;

import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * The step from one table to the next: changes in place what it has copied, and copies nothing twice, so that a command
 * which changes many partitions costs little more for each than the new record. For one thread.
 */
final class PartitionTableEdit {

    private final PartitionTable base;
    private final Map<Integer, PartitionBlock.Edit> blocks = new HashMap<>();
    private final IndexEdit hosted;
    private final IndexEdit led;
    private final UidSet.Edit all;
    private final UidSet.Edit leaderless;
    private final UidSet.Edit changed = new UidSet.Edit(UidSet.EMPTY);
    /** The block that was used last: the next uid is mostly in the same one. */
    private PartitionBlock.@Nullable Edit block;

    private int number = -1;
    private boolean taken;

    PartitionTableEdit(PartitionTable base) {
        this.base = base;
        this.hosted = new IndexEdit(base.hosted);
        this.led = new IndexEdit(base.led);
        this.all = new UidSet.Edit(base.all);
        this.leaderless = new UidSet.Edit(base.leaderless);
    }

    @Nullable
    Partition get(PartitionUid uid) {
        return block(uid).get(uid);
    }

    /** Adds or replaces a partition; returns what was there. */
    @Nullable
    Partition put(Partition next) {
        requireNotTaken();
        PartitionUid uid = next.uid();
        Partition old = block(uid).set(uid, next);
        changed.add(uid);
        if (old == null) {
            all.add(uid);
        }
        hosts(uid, old == null ? List.of() : old.replicas(), next.replicas());
        leads(uid, old == null ? null : old.leader(), next.leader());
        if (next.leader() == null) {
            leaderless.add(uid);
        } else if (old != null && old.leader() == null) {
            leaderless.remove(uid);
        }
        return old;
    }

    /** Removes a partition; returns what was there. */
    @Nullable
    Partition remove(PartitionUid uid) {
        requireNotTaken();
        changed.add(uid);
        Partition old = block(uid).set(uid, null);
        if (old != null) {
            all.remove(uid);
            hosts(uid, old.replicas(), List.of());
            leads(uid, old.leader(), null);
            leaderless.remove(uid);
        }
        return old;
    }

    private void hosts(PartitionUid uid, List<BrokerId> before, List<BrokerId> after) {
        if (!before.equals(after)) {
            before.forEach(broker -> hosted.of(broker).remove(uid));
            after.forEach(broker -> hosted.of(broker).add(uid));
        }
    }

    private void leads(PartitionUid uid, @Nullable BrokerId before, @Nullable BrokerId after) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before != null) {
            led.of(before).remove(uid);
        }
        if (after != null) {
            led.of(after).add(uid);
        }
    }

    private PartitionBlock.Edit block(PartitionUid uid) {
        PartitionBlock.Edit found = block;
        if (found == null || number != PartitionBlock.number(uid)) {
            number = PartitionBlock.number(uid);
            found = blocks.computeIfAbsent(number, missing -> new PartitionBlock.Edit(base.blocks.get(missing)));
            block = found;
        }
        return found;
    }

    /** Uids that were put or removed. */
    UidSet changed() {
        return changed.set();
    }

    /** The result has the very pages that this edit writes to. */
    private void requireNotTaken() {
        if (taken) {
            throw new IllegalStateException("a change after the image was taken");
        }
    }

    /** The result; nothing may be changed after it. */
    PartitionTable table() {
        taken = true;
        TreePMap<Integer, PartitionBlock> next = base.blocks;
        for (Map.Entry<Integer, PartitionBlock.Edit> edit : blocks.entrySet()) {
            if (edit.getValue().changed()) {
                PartitionBlock result = edit.getValue().block();
                next = result == null ? next.minus(edit.getKey()) : next.plus(edit.getKey(), result);
            }
        }
        return new PartitionTable(next, hosted.index(), led.index(), all.set(), leaderless.set());
    }

    /** The step of an index from broker to uids. */
    private static final class IndexEdit {

        private final TreePMap<BrokerId, UidSet> base;
        private final Map<BrokerId, UidSet.Edit> edits = new HashMap<>();

        IndexEdit(TreePMap<BrokerId, UidSet> base) {
            this.base = base;
        }

        UidSet.Edit of(BrokerId broker) {
            return edits.computeIfAbsent(broker, id -> new UidSet.Edit(base.getOrDefault(id, UidSet.EMPTY)));
        }

        TreePMap<BrokerId, UidSet> index() {
            TreePMap<BrokerId, UidSet> next = base;
            for (Map.Entry<BrokerId, UidSet.Edit> edit : edits.entrySet()) {
                UidSet uids = edit.getValue().set();
                next = uids.isEmpty() ? next.minus(edit.getKey()) : next.plus(edit.getKey(), uids);
            }
            return next;
        }
    }
}
