package io.thalweg.broker.storage;

import io.thalweg.broker.log.HeadDraft;
import io.thalweg.broker.log.LogHead;
import io.thalweg.broker.record.LogId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The heads of all logs, and the boundaries that the index holds. Written by the store, read from any thread. */
final class Heads implements HeadDraft.Stored {
    private final Database database;
    private final Map<LogId, LogHead> heads = new ConcurrentHashMap<>();

    Heads(Database database) {
        this.database = database;
    }

    Map<LogId, LogHead> all() {
        return heads;
    }

    void put(LogId log, LogHead head) {
        heads.put(log, head);
    }

    void publish(HeadDraft draft) {
        draft.publish((log, head) -> {
            if (head.isPresent()) {
                heads.put(log, head.get());
            } else {
                heads.remove(log);
            }
        });
    }

    @Override
    public @Nullable LogHead head(LogId log) {
        return heads.get(log);
    }

    @Override
    public LogHead.Boundary floor(LogId log, long offset) {
        LogHead head = heads.get(log);
        if (head == null) {
            throw new IllegalStateException("no log " + log);
        }
        if (offset == head.end().offset()) {
            return head.end();
        }
        if (offset <= head.base().offset()) {
            return head.base();
        }
        try (IndexCursor cursor = IndexCursor.below(database, log, offset)) {
            return floor(cursor, log, head.base(), offset);
        }
    }

    /**
     * As {@link #floor(LogId, long)}, with a cursor that may be shared and the place where the log began. Inside a
     * batch whose predecessor is gone, the boundary is the start of that batch, with an unknown chain hash.
     */
    static LogHead.Boundary floor(IndexCursor cursor, LogId log, LogHead.Boundary base, long offset) {
        IndexEntry entry = cursor.floor(log, offset - 1);
        if (entry == null) {
            return base;
        }
        if (entry.nextOffset() <= offset) {
            return entry.end();
        }
        IndexEntry before = cursor.previous(log);
        if (before != null) {
            return before.end();
        }
        return entry.baseOffset() == base.offset()
                ? base
                : new LogHead.Boundary(entry.baseOffset(), 0, entry.bytesBefore());
    }
}
