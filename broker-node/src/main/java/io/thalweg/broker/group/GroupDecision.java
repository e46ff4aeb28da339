package io.thalweg.broker.group;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of a call: rows to append (as one batch, acks all), effects to run once those and all earlier rows are
 * committed, and, if the call was refused, why (then there are no rows).
 */
public record GroupDecision(
        List<GroupRow> rows,
        List<GroupEffect> effects,
        @Nullable GroupRejection rejection) {
    static final GroupDecision NOTHING = new GroupDecision(List.of(), List.of(), null);

    /** Nothing to append, nothing to tell. */
    public static GroupDecision none() {
        return NOTHING;
    }

    public GroupDecision {
        rows = List.copyOf(rows);
        effects = List.copyOf(effects);
    }

    static GroupDecision refused(GroupRejection.Reason reason, String message) {
        return new GroupDecision(List.of(), List.of(), new GroupRejection(reason, message));
    }
}
