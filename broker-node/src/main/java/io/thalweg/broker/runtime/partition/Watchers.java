package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.runtime.access.Subscription;
import io.thalweg.metadata.model.PartitionId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.RejectedExecutionException;

/**
 * Who wants to be woken when a partition has more to read, hosted here or not. Thread-safe. A partition wakes each of
 * them at most once per turn.
 */
public final class Watchers {
    /** Bound per partition. */
    public static final int MAX_PER_PARTITION = 10_000;

    private final Map<PartitionId, CopyOnWriteArraySet<Watcher>> watchers = new ConcurrentHashMap<>();

    private static final class Watcher {
        private final Runnable wakeUp;

        Watcher(Runnable wakeUp) {
            this.wakeUp = wakeUp;
        }
    }

    /** @throws RejectedExecutionException if too many watch the partition already */
    public Subscription add(PartitionId partition, Runnable wakeUp) {
        Watcher watcher = new Watcher(wakeUp);
        watchers.compute(partition, (id, present) -> {
            CopyOnWriteArraySet<Watcher> set = present == null ? new CopyOnWriteArraySet<>() : present;
            if (set.size() >= MAX_PER_PARTITION) {
                throw new RejectedExecutionException("too many subscriptions of partition " + id);
            }
            set.add(watcher);
            return set;
        });
        return () -> watchers.computeIfPresent(partition, (id, set) -> {
            set.remove(watcher);
            return set.isEmpty() ? null : set;
        });
    }

    void wake(PartitionId partition) {
        CopyOnWriteArraySet<Watcher> set = watchers.get(partition);
        if (set != null) {
            set.forEach(watcher -> watcher.wakeUp.run());
        }
    }
}
