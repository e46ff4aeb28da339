package io.thalweg.metadata.image;

import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Partitions by uid, with the indexes by replica, by leader and of those without one. Immutable. Uids are dense, so 64 neighbours share a page: a
 * change of one partition copies one page, a change of ten thousand copies each page once.
 */
final class PartitionTable {

    static final PartitionTable EMPTY =
            new PartitionTable(TreePMap.empty(), TreePMap.empty(), TreePMap.empty(), UidSet.EMPTY, UidSet.EMPTY);

    private static final int PER_PAGE = 64;

    /** Pages are never written once they are in here. */
    private final TreePMap<Integer, @Nullable Partition[]> pages;

    private final TreePMap<BrokerId, UidSet> hosted;
    private final TreePMap<BrokerId, UidSet> led;
    private final UidSet all;
    private final UidSet leaderless;

    private PartitionTable(
            TreePMap<Integer, @Nullable Partition[]> pages,
            TreePMap<BrokerId, UidSet> hosted,
            TreePMap<BrokerId, UidSet> led,
            UidSet all,
            UidSet leaderless) {
        this.pages = pages;
        this.hosted = hosted;
        this.led = led;
        this.all = all;
        this.leaderless = leaderless;
    }

    @Nullable
    Partition get(PartitionUid uid) {
        @Nullable Partition[] page = pages.get(uid.value() / PER_PAGE);
        return page == null ? null : page[uid.value() % PER_PAGE];
    }

    int size() {
        return all.size();
    }

    Collection<Partition> all() {
        return new PartitionsView(all, this::get);
    }

    UidSet hostedBy(BrokerId broker) {
        return of(hosted, broker);
    }

    UidSet ledBy(BrokerId broker) {
        return of(led, broker);
    }

    UidSet leaderless() {
        return leaderless;
    }

    /** With these partitions in place of those of the same uids. */
    PartitionTable with(Collection<Partition> changed) {
        return changed(changed, Set.of());
    }

    /** Without the partitions of these uids. */
    PartitionTable without(Collection<PartitionUid> removed) {
        return changed(List.of(), removed);
    }

    private PartitionTable changed(Collection<Partition> put, Collection<PartitionUid> removed) {
        Map<Integer, @Nullable Partition[]> copies = new HashMap<>();
        IndexChange hosts = new IndexChange();
        IndexChange leads = new IndexChange();
        Set<PartitionUid> added = new HashSet<>();
        Set<PartitionUid> gone = new HashSet<>();
        Set<PartitionUid> nowLeaderless = new HashSet<>();
        Set<PartitionUid> notLeaderless = new HashSet<>();
        for (Partition next : put) {
            Partition old = get(next.uid());
            page(copies, next.uid())[next.uid().value() % PER_PAGE] = next;
            if (old == null) {
                added.add(next.uid());
            }
            List<BrokerId> before = old == null ? List.of() : old.replicas();
            if (!before.equals(next.replicas())) {
                before.forEach(broker -> hosts.remove(broker, next.uid()));
                next.replicas().forEach(broker -> hosts.add(broker, next.uid()));
            }
            leads.move(old == null ? null : old.leader(), next.leader(), next.uid());
            (next.leader() == null ? nowLeaderless : notLeaderless).add(next.uid());
        }
        for (PartitionUid uid : removed) {
            Partition old = get(uid);
            if (old != null) {
                page(copies, uid)[uid.value() % PER_PAGE] = null;
                gone.add(uid);
                old.replicas().forEach(broker -> hosts.remove(broker, uid));
                leads.move(old.leader(), null, uid);
            }
        }
        notLeaderless.addAll(gone);
        return new PartitionTable(
                pages.plusAll(copies),
                hosts.apply(hosted),
                leads.apply(led),
                all.with(added, gone),
                leaderless.with(nowLeaderless, notLeaderless));
    }

    /** The copy of the page with that uid; made when it is first asked for. */
    private @Nullable Partition[] page(Map<Integer, @Nullable Partition[]> copies, PartitionUid uid) {
        return copies.computeIfAbsent(uid.value() / PER_PAGE, number -> {
            @Nullable Partition[] old = pages.get(number);
            return old == null ? new Partition[PER_PAGE] : old.clone();
        });
    }

    private static UidSet of(TreePMap<BrokerId, UidSet> index, BrokerId broker) {
        UidSet found = index.get(broker);
        return found == null ? UidSet.EMPTY : found;
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

    /** What a set of changes does to an index from broker to uids. */
    private static final class IndexChange {

        private final Map<BrokerId, Set<PartitionUid>> added = new HashMap<>();
        private final Map<BrokerId, Set<PartitionUid>> removed = new HashMap<>();

        void add(BrokerId broker, PartitionUid uid) {
            added.computeIfAbsent(broker, id -> new HashSet<>()).add(uid);
            Set<PartitionUid> undone = removed.get(broker);
            if (undone != null) {
                undone.remove(uid);
            }
        }

        void remove(BrokerId broker, PartitionUid uid) {
            removed.computeIfAbsent(broker, id -> new HashSet<>()).add(uid);
        }

        void move(@Nullable BrokerId from, @Nullable BrokerId to, PartitionUid uid) {
            if (Objects.equals(from, to)) {
                return;
            }
            if (from != null) {
                remove(from, uid);
            }
            if (to != null) {
                add(to, uid);
            }
        }

        TreePMap<BrokerId, UidSet> apply(TreePMap<BrokerId, UidSet> index) {
            Set<BrokerId> touched = new HashSet<>(added.keySet());
            touched.addAll(removed.keySet());
            TreePMap<BrokerId, UidSet> next = index;
            for (BrokerId broker : touched) {
                UidSet uids = of(index, broker)
                        .with(added.getOrDefault(broker, Set.of()), removed.getOrDefault(broker, Set.of()));
                next = uids.size() == 0 ? next.minus(broker) : next.plus(broker, uids);
            }
            return next;
        }
    }
}
