package io.thalweg.cli.chaos.load;

import io.thalweg.cli.chaos.history.Commit;
import io.thalweg.cli.chaos.history.Delivery;
import io.thalweg.cli.chaos.history.Grant;
import io.thalweg.cli.chaos.history.GroupHistory;
import io.thalweg.cli.chaos.history.GroupSight;
import io.thalweg.cli.chaos.history.Sight;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Collects the history of one group. Thread-safe; keeps the order of each thread. */
final class GroupRecorder {
    private final Queue<Grant> grants = new ConcurrentLinkedQueue<>();
    private final Queue<Commit> commits = new ConcurrentLinkedQueue<>();
    private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
    private final Queue<GroupSight> sights = new ConcurrentLinkedQueue<>();

    void grant(Grant grant) {
        grants.add(grant);
    }

    void commit(Commit commit) {
        commits.add(commit);
    }

    void delivery(Delivery delivery) {
        deliveries.add(delivery);
    }

    void sight(GroupSight sight) {
        sights.add(sight);
    }

    /** Whether all these were delivered. */
    boolean hasDelivered(List<Sight> log) {
        Map<Integer, Long> last = new HashMap<>();
        deliveries.forEach(delivery -> last.merge(delivery.partition(), delivery.offset(), Math::max));
        return log.stream().allMatch(record -> last.getOrDefault(record.partition(), -1L) >= record.offset());
    }

    GroupHistory history(List<Sight> log) {
        return new GroupHistory(
                List.copyOf(grants), List.copyOf(commits), List.copyOf(deliveries), List.copyOf(sights), log);
    }
}
