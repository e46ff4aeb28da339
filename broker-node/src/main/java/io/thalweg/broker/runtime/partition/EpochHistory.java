package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.log.EpochEntry;
import io.thalweg.broker.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Which leader epoch wrote which offsets of a log. Immutable, so that readers on any thread see one state of it.
 *
 * @param entries in ascending order
 */
record EpochHistory(List<EpochEntry> entries) {
    /** No epoch is known at that offset. */
    static final long UNKNOWN = -1;

    EpochHistory {
        entries = List.copyOf(entries);
    }

    /** The history after this batch was appended. The chain is not kept: readers need only the epochs. */
    EpochHistory after(RecordBatch batch) {
        boolean known = !entries.isEmpty() && entries.get(entries.size() - 1).epoch() >= batch.leaderEpoch();
        if (known) {
            return this;
        }
        List<EpochEntry> next = new ArrayList<>(entries);
        next.add(new EpochEntry(batch.leaderEpoch(), batch.baseOffset(), 0));
        return new EpochHistory(next);
    }

    /** The history without what begins at or above the offset. */
    EpochHistory truncated(long fromOffsetInclusive) {
        return new EpochHistory(entries.stream()
                .filter(entry -> entry.firstOffset() < fromOffsetInclusive)
                .toList());
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
