package io.thalweg.cli.chaos.history;

import java.util.List;

/**
 * All that one group did; each list has the order of each member.
 *
 * @param log the records that were there to be read
 */
public record GroupHistory(
        List<Grant> grants, List<Commit> commits, List<Delivery> deliveries, List<GroupSight> sights, List<Sight> log) {
    public GroupHistory {
        grants = List.copyOf(grants);
        commits = List.copyOf(commits);
        deliveries = List.copyOf(deliveries);
        sights = List.copyOf(sights);
        log = List.copyOf(log);
    }
}
