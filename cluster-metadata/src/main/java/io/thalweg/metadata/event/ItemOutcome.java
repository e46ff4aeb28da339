package io.thalweg.metadata.event;

import org.jspecify.annotations.Nullable;

/** Outcome of one item of a command with many; a null rejection means that the item took effect. */
public record ItemOutcome(@Nullable RejectionReason rejection) {

    public static final ItemOutcome ACCEPTED = new ItemOutcome(null);

    public static ItemOutcome rejected(RejectionReason reason) {
        return new ItemOutcome(reason);
    }

    public boolean accepted() {
        return rejection == null;
    }
}
