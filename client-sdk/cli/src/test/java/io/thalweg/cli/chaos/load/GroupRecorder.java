package io.thalweg.cli.chaos.load;

import io.thalweg.cli.chaos.history.Commit;
import io.thalweg.cli.chaos.history.Delivery;
import io.thalweg.cli.chaos.history.Grant;
import io.thalweg.cli.chaos.history.GroupHistory;
import io.thalweg.cli.chaos.history.GroupSight;
import io.thalweg.cli.chaos.history.Sight;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Collects the history of one group. Thread-safe; keeps the order of each thread. */
final class GroupRecorder {
    private final Queue<Grant> grants = new ConcurrentLinkedQueue<>();
    private final Queue<Commit> commits = new ConcurrentLinkedQueue<>();
    private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
    private final Queue<GroupSight> sights = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition delivered = lock.newCondition();
    /** Highest offset delivered, by partition; guarded by the lock. */
    private final Map<Integer, Long> last = new HashMap<>();

    void grant(Grant grant) {
        grants.add(grant);
    }

    void commit(Commit commit) {
        commits.add(commit);
    }

    void delivery(Delivery delivery) {
        deliveries.add(delivery);
        lock.lock();
        try {
            last.merge(delivery.partition(), delivery.offset(), Math::max);
            delivered.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void sight(GroupSight sight) {
        sights.add(sight);
    }

    /** Waits until all these were delivered. @return false if they are not within the limit */
    boolean awaitDelivered(List<Sight> log, Duration limit) throws InterruptedException {
        Map<Integer, Long> ends = new HashMap<>();
        log.forEach(record -> ends.merge(record.partition(), record.offset(), Math::max));
        lock.lock();
        try {
            long left = limit.toNanos();
            while (!reaches(ends)) {
                if (left <= 0) {
                    return false;
                }
                left = delivered.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean reaches(Map<Integer, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> last.getOrDefault(end.getKey(), -1L) >= end.getValue());
    }

    GroupHistory history(List<Sight> log) {
        return new GroupHistory(
                List.copyOf(grants), List.copyOf(commits), List.copyOf(deliveries), List.copyOf(sights), log);
    }
}
