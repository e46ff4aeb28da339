package io.thalweg.broker.replication;

import io.thalweg.broker.replication.message.EpochMark;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The leader epochs of a log, ascending, from the one in force at the log start. Each begins where its first batch does;
 * only the oldest may begin earlier or later, when what was before is gone.
 */
final class EpochList {
    /** Immutable: there are many logs with one epoch. */
    private List<EpochMark> marks;

    EpochList(List<EpochMark> marks) {
        this.marks = List.copyOf(marks);
    }

    /** A batch of this epoch is appended at an offset; {@code chain} is the chain hash below it. */
    void appended(long epoch, long baseOffset, long chain) {
        Invariant.check(epoch >= lastEpoch(), "epochs in a log do not go back");
        if (epoch > lastEpoch()) {
            List<EpochMark> more = new ArrayList<>(marks);
            more.add(new EpochMark(epoch, baseOffset, chain));
            marks = List.copyOf(more);
        }
    }

    /** The log was cut at an offset. */
    void truncated(long fromOffset) {
        int kept = marks.size();
        while (kept > 0 && marks.get(kept - 1).firstOffset() >= fromOffset) {
            kept--;
        }
        marks = List.copyOf(marks.subList(0, kept));
    }

    /** The log begins later: keep the epoch in force there and all after it. */
    void startsAt(long logStart) {
        int gone = 0;
        while (gone + 1 < marks.size() && marks.get(gone + 1).firstOffset() <= logStart) {
            gone++;
        }
        marks = List.copyOf(marks.subList(gone, marks.size()));
    }

    /** All of them; immutable. */
    List<EpochMark> all() {
        return marks;
    }

    void clear() {
        marks = List.of();
    }

    void reset(EpochMark only) {
        marks = List.of(only);
    }

    /** Epoch of the last batch, 0 for a log without any. */
    long lastEpoch() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1).epoch();
    }

    /** The oldest kept entry; null for a log without any. */
    @Nullable
    EpochMark oldest() {
        return marks.isEmpty() ? null : marks.get(0);
    }

    @Nullable
    EpochMark find(long epoch) {
        for (int i = marks.size() - 1; i >= 0; i--) {
            if (marks.get(i).epoch() == epoch) {
                return marks.get(i);
            }
        }
        return null;
    }

    /** Where an epoch of the list ends: where the next begins, or at the log end. */
    long endOf(long epoch, long logEnd) {
        for (EpochMark mark : marks) {
            if (mark.epoch() > epoch) {
                return mark.firstOffset();
            }
        }
        return logEnd;
    }

    /** The entries at or below an epoch, newest first, at most {@code limit}. */
    List<EpochMark> newestUpTo(long epoch, int limit) {
        List<EpochMark> found = new ArrayList<>();
        for (int i = marks.size() - 1; i >= 0 && found.size() < limit; i--) {
            if (marks.get(i).epoch() <= epoch) {
                found.add(marks.get(i));
            }
        }
        return found;
    }

    /** First offset of the oldest entry at or above an epoch; null if all are below. */
    @Nullable
    EpochMark oldestFrom(long epoch) {
        for (EpochMark mark : marks) {
            if (mark.epoch() >= epoch) {
                return mark;
            }
        }
        return null;
    }

    /** The entry in force at an offset: the last one that begins at or below it. */
    @Nullable
    EpochMark inForceAt(long offset) {
        EpochMark found = null;
        for (EpochMark mark : marks) {
            if (mark.firstOffset() <= offset) {
                found = mark;
            }
        }
        return found;
    }
}
