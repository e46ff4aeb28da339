package io.thalweg.cli.chaos.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** C12: what was sent after an acknowledgement comes later in the partition, and an end asked for after it lies behind it. */
final class RealTimeRule {
    private RealTimeRule() {}

    static List<Finding> findings(LogHistory history) {
        Map<Integer, List<Write>> byPartition = new HashMap<>();
        history.writes().stream()
                .filter(Write::hasPlace)
                .forEach(write -> byPartition
                        .computeIfAbsent(write.partition(), partition -> new ArrayList<>())
                        .add(write));
        List<Finding> findings = new ArrayList<>();
        byPartition.values().forEach(writes -> order(writes, findings));
        history.ends().forEach(end -> end(end, byPartition.getOrDefault(end.partition(), List.of()), findings));
        return findings;
    }

    /** From the last offset to the first: {@code early} is the write behind that completed first. */
    private static void order(List<Write> writes, List<Finding> findings) {
        writes.sort(Comparator.comparingLong(Write::offset).reversed());
        Write early = writes.get(0);
        for (Write write : writes) {
            if (early.offset() > write.offset() && early.completedNanos() < write.invokedNanos()) {
                findings.add(new Finding("C12", write + " was sent after the acknowledgement of " + early));
            }
            early = write.completedNanos() < early.completedNanos() ? write : early;
        }
    }

    private static void end(EndSight end, List<Write> writes, List<Finding> findings) {
        for (Write write : writes) {
            if (write.completedNanos() < end.invokedNanos() && write.offset() >= end.highWatermark()) {
                findings.add(new Finding(
                        "C12", "the end was " + end.highWatermark() + " after the acknowledgement of " + write));
                return;
            }
        }
    }
}
