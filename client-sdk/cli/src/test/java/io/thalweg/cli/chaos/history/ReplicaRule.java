package io.thalweg.cli.chaos.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** C18: every broker has the same log, and leader epochs only grow along it. */
final class ReplicaRule {
    private ReplicaRule() {}

    static List<Finding> findings(LogHistory history) {
        List<Finding> findings = new ArrayList<>();
        List<String> brokers = history.dumps().keySet().stream().sorted().toList();
        for (String broker : brokers) {
            epochs(history.dumps().getOrDefault(broker, List.of()), findings);
            differences(history, brokers.get(0), broker, findings);
        }
        return findings;
    }

    private static void differences(LogHistory history, String first, String other, List<Finding> findings) {
        List<Sight> left = anonymous(history.dumps().getOrDefault(first, List.of()));
        List<Sight> right = anonymous(history.dumps().getOrDefault(other, List.of()));
        int index = 0;
        while (index < left.size() && index < right.size() && left.get(index).equals(right.get(index))) {
            index++;
        }
        if (index < left.size() || index < right.size()) {
            findings.add(new Finding(
                    "C18",
                    first + " has " + left.size() + " records and " + other + " has " + right.size()
                            + "; they differ from record " + index));
        }
    }

    private static List<Sight> anonymous(List<Sight> records) {
        return records.stream().map(Sight::anonymous).toList();
    }

    private static void epochs(List<Sight> records, List<Finding> findings) {
        Map<Integer, Sight> last = new HashMap<>();
        for (Sight record : records) {
            Sight before = last.put(record.partition(), record);
            if (before != null && before.leaderEpoch() > record.leaderEpoch()) {
                findings.add(new Finding("C18", "the leader epoch goes back: " + before + ", then " + record));
            }
        }
    }
}
