package io.thalweg.cli.chaos.history;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** C14: the rules of a group. */
public final class GroupRules {
    private static final List<Function<GroupHistory, Stream<Finding>>> ALL =
            List.of(CommitRule::findings, OwnerRule::findings, DeliveryRule::findings);

    private GroupRules() {}

    public static List<Finding> findings(GroupHistory history) {
        return ALL.stream().flatMap(rule -> rule.apply(history)).toList();
    }

    static Finding finding(String what) {
        return new Finding("C14", what);
    }
}
