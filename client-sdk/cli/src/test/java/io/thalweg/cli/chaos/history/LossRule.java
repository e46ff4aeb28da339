package io.thalweg.cli.chaos.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** C1, C2: what was acknowledged or read by anyone is there in the end, on every broker, at its offset. */
final class LossRule {
    private LossRule() {}

    static List<Finding> findings(LogHistory history) {
        List<Finding> findings = new ArrayList<>();
        history.dumps().forEach((broker, records) -> {
            Map<Place, Long> there = new HashMap<>();
            records.forEach(record -> there.put(record.place(), record.value()));
            lostWrites(broker, history, there, findings);
            lostReads(broker, history, there, findings);
        });
        return findings;
    }

    private static void lostWrites(String broker, LogHistory history, Map<Place, Long> there, List<Finding> findings) {
        Set<Long> values = new HashSet<>(there.values());
        for (Write write : history.writes()) {
            boolean kept =
                    !write.hasPlace() ? values.contains(write.value()) : isAt(there, write.place(), write.value());
            if (write.outcome() == Outcome.DONE && !kept) {
                findings.add(new Finding("C1", "acknowledged, but not on " + broker + ": " + write));
            }
        }
    }

    private static void lostReads(String broker, LogHistory history, Map<Place, Long> there, List<Finding> findings) {
        for (Sight sight : history.sights()) {
            if (!isAt(there, sight.place(), sight.value())) {
                findings.add(new Finding("C1", "read, but not on " + broker + ": " + sight));
            }
        }
    }

    private static boolean isAt(Map<Place, Long> there, Place place, long value) {
        Long found = there.get(place);
        return found != null && found == value;
    }
}
