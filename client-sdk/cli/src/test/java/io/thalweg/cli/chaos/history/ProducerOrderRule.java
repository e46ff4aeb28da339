package io.thalweg.cli.chaos.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** C13: the records of one producer are stored in the order in which it sent them. */
final class ProducerOrderRule {
    private record Path(int producer, int partition) {}

    private ProducerOrderRule() {}

    static List<Finding> findings(LogHistory history) {
        Map<Long, Integer> producers = new HashMap<>();
        history.writes().forEach(write -> producers.put(write.value(), write.producer()));
        List<Finding> findings = new ArrayList<>();
        history.dumps().values().forEach(records -> order(records, producers, findings));
        return findings;
    }

    private static void order(List<Sight> records, Map<Long, Integer> producers, List<Finding> findings) {
        Map<Path, Sight> last = new HashMap<>();
        for (Sight record : records) {
            Integer producer = producers.get(record.value());
            if (producer == null) {
                continue;
            }
            Sight before = last.put(new Path(producer, record.partition()), record);
            if (before != null && before.value() > record.value()) {
                findings.add(new Finding("C13", before + " comes before " + record));
            }
        }
    }
}
