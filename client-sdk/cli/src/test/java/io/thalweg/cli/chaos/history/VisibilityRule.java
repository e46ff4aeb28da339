package io.thalweg.cli.chaos.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** C5: nobody sees what was definitely refused, or was never sent, or was sent to another partition. */
final class VisibilityRule {
    private VisibilityRule() {}

    static List<Finding> findings(LogHistory history) {
        Map<Long, Write> writes = new HashMap<>();
        history.writes().forEach(write -> writes.put(write.value(), write));
        return Stream.concat(
                        history.sights().stream(),
                        history.dumps().values().stream().flatMap(List::stream))
                .filter(sight -> !maySee(sight, writes))
                .map(sight -> new Finding("C5", "refused or never sent: " + sight))
                .toList();
    }

    private static boolean maySee(Sight sight, Map<Long, Write> writes) {
        Write write = writes.get(sight.value());
        return write != null && write.outcome() != Outcome.REFUSED && write.partition() == sight.partition();
    }
}
