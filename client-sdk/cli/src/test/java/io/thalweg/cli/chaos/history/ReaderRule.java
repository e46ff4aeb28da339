package io.thalweg.cli.chaos.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** C11: a reader goes forward only and leaves nothing out. */
final class ReaderRule {
    private record Path(String reader, int partition) {}

    private final Map<Integer, NavigableSet<Long>> stored = new HashMap<>();
    private final Map<Path, Long> last = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private ReaderRule() {}

    static List<Finding> findings(LogHistory history) {
        ReaderRule rule = new ReaderRule();
        history.dumps().values().forEach(records -> records.forEach(rule::store));
        history.sights().forEach(rule::observe);
        return rule.findings;
    }

    private void store(Sight sight) {
        stored.computeIfAbsent(sight.partition(), partition -> new TreeSet<>()).add(sight.offset());
    }

    private void observe(Sight sight) {
        Long previous = last.put(new Path(sight.reader(), sight.partition()), sight.offset());
        long before = previous == null ? -1 : previous;
        if (sight.offset() <= before) {
            findings.add(new Finding("C11", "after offset " + before + " came " + sight));
            return;
        }
        NavigableSet<Long> offsets = stored.getOrDefault(sight.partition(), new TreeSet<>());
        NavigableSet<Long> skipped = offsets.subSet(before, false, sight.offset(), false);
        if (!skipped.isEmpty()) {
            findings.add(new Finding(
                    "C11",
                    skipped.size() + " records from offset " + skipped.first() + " were left out before " + sight));
        }
    }
}
