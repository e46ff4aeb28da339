package io.thalweg.broker.storage;

import io.thalweg.broker.log.EpochEntry;
import io.thalweg.broker.log.HeadDraft;
import io.thalweg.broker.log.LogChange;
import io.thalweg.broker.log.LogHead;
import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.record.LogId;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Turns the steps of one write into rows of one RocksDB write batch. Reused for every write; for one thread. */
final class ChangeWriter implements LogChange.Handler, AutoCloseable {
    private static final int RESERVED_BYTES = 1 << 20;

    private final Database database;
    private final WriteBatch rows = new WriteBatch(RESERVED_BYTES);
    private final ByteBuffer key = ByteBuffer.allocateDirect(IndexEntry.KEY_BYTES);
    private final ByteBuffer indexValue = ByteBuffer.allocateDirect(IndexEntry.VALUE_BYTES);
    private final Set<LogId> rewritten = new HashSet<>();
    private ByteBuffer copy = ByteBuffer.allocateDirect(RESERVED_BYTES);
    private @Nullable HeadDraft draft;
    private long nextPosition;

    ChangeWriter(Database database) {
        this.database = database;
    }

    /** Forgets the write before. */
    void begin(HeadDraft next, long firstPosition) {
        rows.clear();
        rewritten.clear();
        draft = next;
        nextPosition = firstPosition;
    }

    /** Completes the batch with the counters. */
    WriteBatch finish(long sequence) {
        put(database.state(), StateRows.countersKey(), new StateRows.Counters(sequence, nextPosition).value());
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
        try {
            key.clear().putLong(position).flip();
            rows.put(database.data(), key, direct(change.batch().bytes()));
            key.clear().putInt(log.partitionUid()).putLong(entry.baseOffset()).flip();
            indexValue.clear();
            entry.writeValue(indexValue);
            rows.put(database.index(), key, indexValue.flip());
        } catch (RocksDBException e) {
            throw building(e);
        }
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
            deleteRange(
                    database.index(),
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
        put(
                database.state(),
                StateRows.tableKey(
                        change.log(), change.key().table(), change.key().key()),
                change.value());
    }

    @Override
    public void remove(LogChange.Remove change) {
        draft().requireExisting(change.log());
        delete(
                database.state(),
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
        delete(database.state(), StateRows.logKey(log));
    }

    /** Keeps the last batch below the log start: it says what the chain hash is there. */
    private void trimIndex(LogId log, long logStart) {
        try (IndexCursor cursor = IndexCursor.below(database, log, logStart)) {
            IndexEntry last = cursor.floor(log, logStart - 1);
            if (last != null && cursor.previous(log) != null) {
                deleteRange(database.index(), IndexEntry.key(log, 0), IndexEntry.key(log, last.baseOffset()));
            }
        }
    }

    private void deleteContent(LogId log) {
        deleteRange(database.index(), IndexEntry.key(log, 0), IndexEntry.key(log, Long.MAX_VALUE));
        byte[] tables = StateRows.tablesPrefix(log);
        deleteRange(database.state(), tables, StateRows.after(tables));
    }

    private void putLog(LogId log, LogHead head) {
        put(database.state(), StateRows.logKey(log), StateRows.logValue(head));
    }

    private void putEpochs(LogId log, List<EpochEntry> before, List<EpochEntry> after) {
        for (EpochEntry entry : before) {
            if (!after.contains(entry)) {
                delete(database.state(), StateRows.epochKey(log, entry.epoch()));
            }
        }
        for (EpochEntry entry : after) {
            if (!before.contains(entry)) {
                put(database.state(), StateRows.epochKey(log, entry.epoch()), StateRows.epochValue(entry));
            }
        }
    }

    /** RocksDB takes direct buffers without a copy of its own; a heap buffer is copied once, into reused memory. */
    private ByteBuffer direct(ByteBuffer bytes) {
        if (bytes.isDirect()) {
            return bytes;
        }
        if (copy.capacity() < bytes.remaining()) {
            copy = ByteBuffer.allocateDirect(Math.max(bytes.remaining(), 2 * copy.capacity()));
        }
        return copy.clear().put(bytes).flip();
    }

    private HeadDraft draft() {
        if (draft == null) {
            throw new IllegalStateException("begin() first");
        }
        return draft;
    }

    private void put(ColumnFamilyHandle family, byte[] rowKey, byte[] value) {
        try {
            rows.put(family, rowKey, value);
        } catch (RocksDBException e) {
            throw building(e);
        }
    }

    private void delete(ColumnFamilyHandle family, byte[] rowKey) {
        try {
            rows.delete(family, rowKey);
        } catch (RocksDBException e) {
            throw building(e);
        }
    }

    private void deleteRange(ColumnFamilyHandle family, byte[] from, byte[] toExclusive) {
        try {
            rows.deleteRange(family, from, toExclusive);
        } catch (RocksDBException e) {
            throw building(e);
        }
    }

    private static StorageFault building(RocksDBException e) {
        return new StorageFault("building a write batch failed: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        rows.close();
    }
}
