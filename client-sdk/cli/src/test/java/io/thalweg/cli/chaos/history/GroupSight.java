package io.thalweg.cli.chaos.history;

import java.util.List;
import java.util.Map;

/**
 * What the coordinator said about the group.
 *
 * @param committed the offset of each partition that has one
 * @param owners the members that own each partition
 */
public record GroupSight(
        long invokedNanos, long completedNanos, Map<Integer, Long> committed, Map<Integer, List<String>> owners) {
    public GroupSight {
        committed = Map.copyOf(committed);
        owners = Map.copyOf(owners);
    }
}
