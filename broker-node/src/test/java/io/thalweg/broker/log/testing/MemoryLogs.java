package io.thalweg.broker.log.testing;

import io.thalweg.broker.log.HeadDraft;
import io.thalweg.broker.log.LogChange;
import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.log.LogHead;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All logs at one moment; applies changes as a whole or not at all. */
final class MemoryLogs implements HeadDraft.Stored {
    final TreeMap<LogId, MemoryLog> logs = new TreeMap<>();

    MemoryLogs() {}

    MemoryLogs(MemoryLogs other) {
        other.logs.forEach((id, log) -> logs.put(id, new MemoryLog(log)));
    }

    @Override
    public @Nullable LogHead head(LogId log) {
        MemoryLog found = logs.get(log);
        return found == null ? null : found.head;
    }

    @Override
    public LogHead.Boundary floor(LogId log, long offset) {
        Map.Entry<Long, LogHead.Boundary> floor = get(log).boundaries.floorEntry(offset);
        if (floor == null) {
            throw new IllegalStateException("no boundary of " + log + " at or below " + offset);
        }
        return floor.getValue();
    }

    /** A copy whose batches and values nobody else can change. */
    static LogChanges copyOf(LogChanges changes) {
        LogChanges copy = new LogChanges();
        changes.forEach(new Copier(copy));
        return copy;
    }

    void apply(LogChanges changes) {
        changes.forEach(new Checker(new HeadDraft(this)));
        changes.forEach(new Applier(new HeadDraft(this)));
    }

    private MemoryLog get(LogId log) {
        MemoryLog found = logs.get(log);
        if (found == null) {
            throw new IllegalStateException("no log " + log);
        }
        return found;
    }

    /** Throws at the first step that does not fit, before anything is changed. */
    private static final class Checker implements LogChange.Handler {
        private final HeadDraft draft;

        Checker(HeadDraft draft) {
            this.draft = draft;
        }

        @Override
        public void create(LogChange.Create change) {
            draft.create(change);
        }

        @Override
        public void append(LogChange.Append change) {
            draft.append(change);
        }

        @Override
        public void truncate(LogChange.Truncate change) {
            draft.truncate(change);
        }

        @Override
        public void reset(LogChange.Reset change) {
            draft.reset(change);
        }

        @Override
        public void state(LogChange.State change) {
            draft.state(change);
        }

        @Override
        public void unsyncedAcks(LogChange.UnsyncedAcks change) {
            draft.unsyncedAcks(change);
        }

        @Override
        public void damaged(LogChange.Damaged change) {
            draft.damaged(change);
        }

        @Override
        public void put(LogChange.Put change) {
            draft.requireExisting(change.log());
        }

        @Override
        public void remove(LogChange.Remove change) {
            draft.requireExisting(change.log());
        }

        @Override
        public void delete(LogChange.Delete change) {
            draft.delete(change);
        }
    }

    private static final class Copier implements LogChange.Handler {
        private final LogChanges copy;

        Copier(LogChanges copy) {
            this.copy = copy;
        }

        @Override
        public void create(LogChange.Create change) {
            copy.create(change.log(), change.seed());
        }

        @Override
        public void append(LogChange.Append change) {
            ByteBuffer bytes = ByteBuffer.allocate(change.batch().length());
            bytes.put(change.batch().bytes()).flip();
            copy.append(change.log(), RecordBatch.wrap(bytes), change.chainAfter());
        }

        @Override
        public void truncate(LogChange.Truncate change) {
            copy.truncate(change.log(), change.fromOffset());
        }

        @Override
        public void reset(LogChange.Reset change) {
            copy.reset(change.log(), change.logStart(), change.epochAtStart());
        }

        @Override
        public void state(LogChange.State change) {
            copy.state(change.log(), change.state());
        }

        @Override
        public void unsyncedAcks(LogChange.UnsyncedAcks change) {
            copy.unsyncedAcks(change.log(), change.value());
        }

        @Override
        public void damaged(LogChange.Damaged change) {
            copy.damaged(change.log(), change.value());
        }

        @Override
        public void put(LogChange.Put change) {
            copy.put(
                    change.log(),
                    change.key().table(),
                    change.key().key().clone(),
                    change.value().clone());
        }

        @Override
        public void remove(LogChange.Remove change) {
            copy.remove(change.log(), change.key().table(), change.key().key().clone());
        }

        @Override
        public void delete(LogChange.Delete change) {
            copy.delete(change.log());
        }
    }

    private final class Applier implements LogChange.Handler {
        private final HeadDraft draft;

        Applier(HeadDraft draft) {
            this.draft = draft;
        }

        @Override
        public void create(LogChange.Create change) {
            logs.put(change.log(), new MemoryLog(draft.create(change)));
        }

        @Override
        public void append(LogChange.Append change) {
            MemoryLog log = get(change.log());
            log.head = draft.append(change);
            log.batches.put(change.batch().baseOffset(), change.batch());
            log.boundaries.put(log.head.end().offset(), log.head.end());
        }

        @Override
        public void truncate(LogChange.Truncate change) {
            MemoryLog log = get(change.log());
            log.head = draft.truncate(change);
            log.batches.tailMap(change.fromOffset(), true).clear();
            log.boundaries.tailMap(change.fromOffset(), false).clear();
        }

        @Override
        public void reset(LogChange.Reset change) {
            MemoryLog log = get(change.log());
            log.head = draft.reset(change);
            log.restart();
        }

        @Override
        public void state(LogChange.State change) {
            MemoryLog log = get(change.log());
            log.head = draft.state(change);
            while (!log.batches.isEmpty()
                    && log.batches.firstEntry().getValue().nextOffset()
                            <= log.head.state().logStart()) {
                log.batches.pollFirstEntry();
            }
            Long below = log.boundaries.lowerKey(
                    log.boundaries.floorKey(log.head.state().logStart()));
            if (below != null) {
                log.boundaries.headMap(below, true).clear();
            }
        }

        @Override
        public void unsyncedAcks(LogChange.UnsyncedAcks change) {
            get(change.log()).head = draft.unsyncedAcks(change);
        }

        @Override
        public void damaged(LogChange.Damaged change) {
            get(change.log()).head = draft.damaged(change);
        }

        @Override
        public void put(LogChange.Put change) {
            get(change.log()).rows.put(change.key(), change.value());
        }

        @Override
        public void remove(LogChange.Remove change) {
            get(change.log()).rows.remove(change.key());
        }

        @Override
        public void delete(LogChange.Delete change) {
            draft.delete(change);
            logs.remove(change.log());
        }
    }
}
