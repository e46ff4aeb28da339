package io.thalweg.broker.log;

import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The heads of the logs that one write touches, step by step. A store asks it before it carries a step out, and
 * publishes the heads when the write has succeeded. So every store checks changes alike. Not thread-safe; one per write.
 */
public final class HeadDraft {
    /** What a store knows of its logs before the write. */
    public interface Stored {
        /** The head of a log, or null if it does not exist. */
        @Nullable
        LogHead head(LogId log);

        /** The boundary at an offset, or the one before it if a batch lies across; offset is in the log. */
        LogHead.Boundary floor(LogId log, long offset);
    }

    private final Stored stored;
    private final Map<LogId, Draft> drafts = new HashMap<>();

    public HeadDraft(Stored stored) {
        this.stored = stored;
    }

    /** The head after the steps so far, or null if the log does not exist. */
    public @Nullable LogHead head(LogId log) {
        return draft(log).head;
    }

    public LogHead create(LogChange.Create change) {
        Draft draft = draft(change.log());
        if (draft.head != null) {
            throw new IllegalStateException("create of a log that exists: " + change.log());
        }
        LogHead head = LogHead.created(change.seed());
        draft.restart(head);
        return head;
    }

    public LogHead append(LogChange.Append change) {
        Draft draft = draft(change.log());
        RecordBatch batch = change.batch();
        LogHead next = draft.existing(change.log()).append(batch, change.chainAfter());
        draft.head = next;
        draft.added.put(next.end().offset(), next.end());
        return next;
    }

    public LogHead truncate(LogChange.Truncate change) {
        Draft draft = draft(change.log());
        LogHead head = draft.existing(change.log());
        long from = change.fromOffset();
        LogHead.Boundary floor = from > head.end().offset() ? head.end() : floor(draft, change.log(), from);
        LogHead next = head.truncate(from, floor);
        draft.head = next;
        draft.added.tailMap(from, false).clear();
        draft.storedUpTo = Math.min(draft.storedUpTo, from);
        return next;
    }

    public LogHead reset(LogChange.Reset change) {
        Draft draft = draft(change.log());
        LogHead next = draft.existing(change.log()).reset(change.logStart(), change.epochAtStart());
        draft.restart(next);
        return next;
    }

    public LogHead state(LogChange.State change) {
        Draft draft = draft(change.log());
        LogHead head = draft.existing(change.log());
        LogState next = change.state();
        boolean starts = next.logStart() > head.state().logStart()
                && next.logStart() <= head.end().offset();
        LogHead.Boundary floor = starts ? floor(draft, change.log(), next.logStart()) : head.base();
        LogHead result = head.withState(next, floor);
        draft.head = result;
        return result;
    }

    public LogHead unsyncedAcks(LogChange.UnsyncedAcks change) {
        Draft draft = draft(change.log());
        LogHead next = draft.existing(change.log()).withUnsyncedAcks(change.value());
        draft.head = next;
        return next;
    }

    public LogHead damaged(LogChange.Damaged change) {
        Draft draft = draft(change.log());
        LogHead next = draft.existing(change.log()).withDamaged(change.value());
        draft.head = next;
        return next;
    }

    /** Checks that a log of which a row is changed exists. */
    public void requireExisting(LogId log) {
        draft(log).existing(log);
    }

    /** The head that the deleted log had. */
    public LogHead delete(LogChange.Delete change) {
        Draft draft = draft(change.log());
        LogHead last = draft.existing(change.log());
        draft.remove();
        return last;
    }

    /** Hands over the outcome of every touched log; empty means that it is gone. */
    public void publish(BiConsumer<LogId, Optional<LogHead>> target) {
        drafts.forEach((log, draft) -> target.accept(log, Optional.ofNullable(draft.head)));
    }

    private LogHead.Boundary floor(Draft draft, LogId log, long offset) {
        Map.Entry<Long, LogHead.Boundary> added = draft.added.floorEntry(offset);
        if (added != null && added.getValue().offset() >= draft.storedUpTo) {
            return added.getValue();
        }
        LogHead.Boundary before = stored.floor(log, Math.min(offset, draft.storedUpTo));
        return added != null && added.getValue().offset() > before.offset() ? added.getValue() : before;
    }

    private Draft draft(LogId log) {
        return drafts.computeIfAbsent(log, id -> new Draft(stored.head(id)));
    }

    /** One log: its head, the boundaries added by this write, and up to where the stored ones still count. */
    private static final class Draft {
        private final TreeMap<Long, LogHead.Boundary> added = new TreeMap<>();
        private @Nullable LogHead head;
        private long storedUpTo;

        Draft(@Nullable LogHead head) {
            this.head = head;
            this.storedUpTo = head == null ? -1 : head.end().offset();
        }

        LogHead existing(LogId log) {
            LogHead present = head;
            if (present == null) {
                throw new IllegalStateException("no log " + log);
            }
            return present;
        }

        void restart(LogHead next) {
            head = next;
            added.clear();
            added.put(next.base().offset(), next.base());
            storedUpTo = -1;
        }

        void remove() {
            head = null;
            added.clear();
            storedUpTo = -1;
        }
    }
}
