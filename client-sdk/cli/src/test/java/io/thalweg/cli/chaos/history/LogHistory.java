package io.thalweg.cli.chaos.history;

import java.util.List;
import java.util.Map;

/**
 * All that was written to and read from one topic.
 *
 * @param sights in the order of each reader
 * @param dumps everything that each broker has in the end, by the broker's name, in offset order of each partition
 */
public record LogHistory(List<Write> writes, List<Sight> sights, List<EndSight> ends, Map<String, List<Sight>> dumps) {
    public LogHistory {
        writes = List.copyOf(writes);
        sights = List.copyOf(sights);
        ends = List.copyOf(ends);
        dumps = Map.copyOf(dumps);
    }
}
