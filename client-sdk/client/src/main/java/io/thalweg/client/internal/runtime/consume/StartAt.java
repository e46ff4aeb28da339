package io.thalweg.client.internal.runtime.consume;

import io.thalweg.client.api.Position;

/** Where to begin with a partition. */
sealed interface StartAt {
    /** At a known offset. */
    record Offset(long offset, long positionEpoch) implements StartAt {}

    /** Where a question to the leader leads. */
    record Asked(Position position) implements StartAt {}

    /** At the committed offset of the group; without one, where the reset policy says. */
    record Committed() implements StartAt {}

    /** Where the reset policy says. */
    record Reset() implements StartAt {}
}
