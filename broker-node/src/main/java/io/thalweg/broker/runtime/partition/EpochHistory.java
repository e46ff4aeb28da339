package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.replication.message.EpochMark;
import java.util.List;

/**
 * Which leader epoch wrote which offsets of a log. Immutable, so that readers on any thread see one state of it.
 *
 * @param entries in ascending order
 */
record EpochHistory(List<EpochMark> entries) {
    /** No epoch is known at that offset. */
    static final long UNKNOWN = -1;

    EpochHistory {
        entries = List.copyOf(entries);
    }

    /** Epoch of the last batch, 0 for an empty log. */
    long last() {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).epoch();
    }

    /** Epoch of the batch that holds an offset, or {@link #UNKNOWN} below the first entry. */
    long epochAt(long offset) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i).firstOffset() <= offset) {
                return entries.get(i).epoch();
            }
        }
        return UNKNOWN;
    }
}
