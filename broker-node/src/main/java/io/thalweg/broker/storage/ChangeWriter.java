package io.thalweg.broker.storage;

import io.thalweg.broker.log.EpochEntry;
import io.thalweg.broker.log.HeadDraft;
import io.thalweg.broker.log.LogChange;
import io.thalweg.broker.log.LogHead;
import io.thalweg.broker.record.LogId;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the steps of one write into its rows. Reused for every write; for one thread. */
final class ChangeWriter implements LogChange.Handler, AutoCloseable {
    private static final int RESERVED_BYTES = 1 << 20;

    private final Database database;
    private final Rows rows;
    private final ByteBuffer key = ByteBuffer.allocate(IndexEntry.KEY_BYTES);
    private final ByteBuffer indexValue = ByteBuffer.allocate(IndexEntry.VALUE_BYTES);
    private final Set<LogId> rewritten = new HashSet<>();
    private @Nullable HeadDraft draft;
    private long nextPosition;

    ChangeWriter(Database database) {
        this.database = database;
        rows = new Rows(database, RESERVED_BYTES);
    }

    /** Forgets the write before. */
    void begin(HeadDraft next, long firstPosition) {
        rows.clear();
        rewritten.clear();
        draft = next;
        nextPosition = firstPosition;
    }

    /** Completes the rows with the counters. */
    Rows finish(long sequence) {
        rows.put(Family.STATE, StateRows.countersKey(), new StateRows.Counters(sequence, nextPosition).value());
        return rows;
    }

    /** Instead of a write: the rows of a batch that is stored again at another position. */
    Rows moved(LogId log, IndexEntry entry, byte[] batch, long position, long sequence) {
        rows.clear();
        rows.put(Family.DATA, DataReader.key(position), batch);
        rows.put(
                Family.INDEX,
                IndexEntry.key(log, entry.baseOffset()),
                entry.at(position).value());
        rows.put(Family.STATE, StateRows.countersKey(), new StateRows.Counters(sequence, position + 1).value());
        return rows;
    }

    /** The position that the next write begins with. */
    long nextPosition() {
        return nextPosition;
    }

    @Override
    public void create(LogChange.Create change) {
        rewritten.add(change.log());
        putLog(change.log(), draft().create(change));
    }

    @Override
    public void append(LogChange.Append change) {
        LogId log = change.log();
        LogHead before = draft().head(log);
        LogHead after = draft().append(change);
        long position = nextPosition++;
        IndexEntry entry = IndexEntry.of(change.batch(), position, after.end());
        rows.put(
                Family.DATA,
                key.clear().putLong(position).flip(),
                change.batch().bytes());
        key.clear().putInt(log.partitionUid()).putLong(entry.baseOffset()).flip();
        indexValue.clear();
        entry.writeValue(indexValue);
        rows.put(Family.INDEX, key, indexValue.flip());
        if (before != null && before.epochs() != after.epochs()) {
            putEpochs(log, before.epochs(), after.epochs());
        }
    }

    @Override
    public void truncate(LogChange.Truncate change) {
        LogId log = change.log();
        LogHead before = draft().head(log);
        LogHead after = draft().truncate(change);
        if (before != null && before.end().offset() > change.fromOffset()) {
            rewritten.add(log);
            rows.deleteRange(
                    Family.INDEX,
                    IndexEntry.key(log, change.fromOffset()),
                    IndexEntry.key(log, before.end().offset()));
            putEpochs(log, before.epochs(), after.epochs());
        }
    }

    @Override
    public void reset(LogChange.Reset change) {
        LogId log = change.log();
        LogHead before = draft().head(log);
        LogHead after = draft().reset(change);
        rewritten.add(log);
        deleteContent(log);
        putEpochs(log, before == null ? List.of() : before.epochs(), after.epochs());
        putLog(log, after);
    }

    @Override
    public void state(LogChange.State change) {
        LogId log = change.log();
        LogHead before = draft().head(log);
        LogHead after = draft().state(change);
        putLog(log, after);
        if (before != null && before.state().logStart() < after.state().logStart()) {
            putEpochs(log, before.epochs(), after.epochs());
            if (!rewritten.contains(log)) {
                trimIndex(log, after.state().logStart());
            }
        }
    }

    @Override
    public void unsyncedAcks(LogChange.UnsyncedAcks change) {
        putLog(change.log(), draft().unsyncedAcks(change));
    }

    @Override
    public void damaged(LogChange.Damaged change) {
        putLog(change.log(), draft().damaged(change));
    }

    @Override
    public void put(LogChange.Put change) {
        draft().requireExisting(change.log());
        rows.put(
                Family.STATE,
                StateRows.tableKey(
                        change.log(), change.key().table(), change.key().key()),
                change.value());
    }

    @Override
    public void remove(LogChange.Remove change) {
        draft().requireExisting(change.log());
        rows.delete(
                Family.STATE,
                StateRows.tableKey(
                        change.log(), change.key().table(), change.key().key()));
    }

    @Override
    public void delete(LogChange.Delete change) {
        LogId log = change.log();
        LogHead last = draft().delete(change);
        rewritten.add(log);
        deleteContent(log);
        putEpochs(log, last.epochs(), List.of());
        rows.delete(Family.STATE, StateRows.logKey(log));
    }

    /** Keeps the last batch below the log start: it says what the chain hash is there. */
    private void trimIndex(LogId log, long logStart) {
        try (IndexCursor cursor = IndexCursor.below(database, log, logStart)) {
            IndexEntry last = cursor.floor(log, logStart - 1);
            if (last != null && cursor.previous(log) != null) {
                rows.deleteRange(Family.INDEX, IndexEntry.key(log, 0), IndexEntry.key(log, last.baseOffset()));
            }
        }
    }

    private void deleteContent(LogId log) {
        rows.deleteRange(Family.INDEX, IndexEntry.key(log, 0), IndexEntry.key(log, Long.MAX_VALUE));
        byte[] tables = StateRows.tablesPrefix(log);
        rows.deleteRange(Family.STATE, tables, StateRows.after(tables));
    }

    private void putLog(LogId log, LogHead head) {
        rows.put(Family.STATE, StateRows.logKey(log), StateRows.logValue(head));
    }

    private void putEpochs(LogId log, List<EpochEntry> before, List<EpochEntry> after) {
        for (EpochEntry entry : before) {
            if (!after.contains(entry)) {
                rows.delete(Family.STATE, StateRows.epochKey(log, entry.epoch()));
            }
        }
        for (EpochEntry entry : after) {
            if (!before.contains(entry)) {
                rows.put(Family.STATE, StateRows.epochKey(log, entry.epoch()), StateRows.epochValue(entry));
            }
        }
    }

    private HeadDraft draft() {
        if (draft == null) {
            throw new IllegalStateException("begin() first");
        }
        return draft;
    }

    @Override
    public void close() {
        rows.close();
    }
}
