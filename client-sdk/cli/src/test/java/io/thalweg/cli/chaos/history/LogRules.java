package io.thalweg.cli.chaos.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The rules of a log. Each gives what it finds; none changes the history. */
public final class LogRules {
    private static final List<Function<LogHistory, List<Finding>>> ALL = List.of(
            LossRule::findings,
            PlaceRule::findings,
            VisibilityRule::findings,
            ReaderRule::findings,
            RealTimeRule::findings,
            ProducerOrderRule::findings,
            ReplicaRule::findings);

    private LogRules() {}

    public static List<Finding> findings(LogHistory history) {
        List<Finding> all = new ArrayList<>();
        ALL.forEach(rule -> all.addAll(rule.apply(history)));
        return all;
    }
}
