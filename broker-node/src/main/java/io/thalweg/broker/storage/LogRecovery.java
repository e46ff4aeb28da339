package io.thalweg.broker.storage;

import io.thalweg.broker.log.EpochEntry;
import io.thalweg.broker.log.LogDamage;
import io.thalweg.broker.log.LogHead;
import io.thalweg.broker.log.LogState;
import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Loads the logs at start: rows and ends of all, then the batches from each high watermark on. */
final class LogRecovery {
    private static final int CUT_BYTES = 4 << 10;

    private final Database database;
    private final Heads heads;
    private final DataReader data;

    LogRecovery(Database database, Heads heads, DataReader data) {
        this.database = database;
        this.heads = heads;
        this.data = data;
    }

    List<StoredLog> recover() {
        List<StoredLog> found = new ArrayList<>();
        boolean cut = false;
        try (IndexCursor cursor = IndexCursor.over(database);
                ReadOptions options = new ReadOptions();
                RocksIterator rows = database.rocks().newIterator(database.state(), options)) {
            rows.seek(StateRows.firstLogKey());
            for (; rows.isValid() && StateRows.isLogKey(rows.key()); rows.next()) {
                LogId log = StateRows.logOf(rows.key());
                LogHead head = load(log, StateRows.LogRow.decode(rows.value()), cursor);
                LogDamage damage = verify(log, head, cursor);
                if (damage != null) {
                    head = cutAt(log, head, Math.min(damage.offset(), head.end().offset()));
                    cut = true;
                }
                heads.put(log, head);
                found.add(head.toStored(log, damage == null ? markOf(head) : damage.getMessage()));
            }
            rows.status();
        } catch (RocksDBException e) {
            throw database.fail("loading the logs", e);
        }
        if (cut) {
            database.sync();
        }
        return found;
    }

    private static @Nullable String markOf(LogHead head) {
        return head.marks().damaged() ? "damage was found before" : null;
    }

    private LogHead load(LogId log, StateRows.LogRow row, IndexCursor cursor) throws RocksDBException {
        IndexEntry last = cursor.floor(log, Long.MAX_VALUE);
        LogHead.Boundary end = last == null ? row.base() : last.end();
        long start = row.state().logStart();
        LogHead.Boundary floor = start <= row.base().offset() || start > end.offset()
                ? row.base()
                : Heads.floor(cursor, log, row.base(), start);
        return new LogHead(row.seed(), row.state(), row.base(), end, floor.bytes(), epochs(log), row.marks());
    }

    private List<EpochEntry> epochs(LogId log) throws RocksDBException {
        byte[] prefix = StateRows.epochPrefix(log);
        List<EpochEntry> epochs = new ArrayList<>();
        try (Slice end = new Slice(StateRows.after(prefix));
                ReadOptions options = new ReadOptions().setIterateUpperBound(end);
                RocksIterator rows = database.rocks().newIterator(database.state(), options)) {
            for (rows.seek(prefix); rows.isValid(); rows.next()) {
                epochs.add(StateRows.epoch(rows.key(), rows.value()));
            }
            rows.status();
        }
        return List.copyOf(epochs);
    }

    /** What is wrong with the log at or above its high watermark, or null. */
    private @Nullable LogDamage verify(LogId log, LogHead head, IndexCursor cursor) {
        long highWatermark = head.state().highWatermark();
        if (head.end().offset() < highWatermark) {
            return new LogDamage(log, head.end().offset(), "the log ends below its high watermark " + highWatermark);
        }
        if (head.end().offset() == highWatermark) {
            return null;
        }
        LogHead.Boundary expected = highWatermark <= head.base().offset()
                ? head.base()
                : Heads.floor(cursor, log, head.base(), highWatermark);
        IndexEntry entry = cursor.ceiling(log, expected.offset());
        try {
            while (entry != null) {
                expected = verify(log, head, entry, expected);
                entry = cursor.next(log);
            }
        } catch (LogDamage damage) {
            return damage;
        }
        return null;
    }

    private LogHead.Boundary verify(LogId log, LogHead head, IndexEntry entry, LogHead.Boundary expected) {
        if (entry.baseOffset() != expected.offset()) {
            throw new LogDamage(log, expected.offset(), "the index has a gap up to " + entry.baseOffset());
        }
        RecordBatch batch = data.read(log, head.seed(), entry, new byte[entry.length()], 0);
        if (batch.chainAfter(expected.chain()) != entry.sums().chainAfter()) {
            throw new LogDamage(log, entry.baseOffset(), "the chain hash does not match");
        }
        return entry.end();
    }

    private LogHead cutAt(LogId log, LogHead head, long offset) {
        LogHead.Boundary end;
        try (IndexCursor cursor = IndexCursor.over(database)) {
            end = offset <= head.base().offset() ? head.base() : Heads.floor(cursor, log, head.base(), offset);
        }
        LogState old = head.state();
        LogState state = new LogState(
                Math.min(old.logStart(), end.offset()),
                Math.min(old.highWatermark(), end.offset()),
                Math.min(old.appliedOffset(), end.offset()),
                old.watermarkEpoch());
        List<EpochEntry> kept = new ArrayList<>(head.epochs());
        kept.removeIf(entry -> entry.firstOffset() >= end.offset()
                && entry.firstOffset() > head.base().offset());
        long startBytes = Math.min(head.startBytes(), end.bytes());
        LogHead result = new LogHead(
                head.seed(),
                state,
                head.base(),
                end,
                startBytes,
                List.copyOf(kept),
                head.marks().withDamaged(true));
        try (Rows rows = new Rows(database, CUT_BYTES)) {
            rows.deleteRange(Family.INDEX, IndexEntry.key(log, end.offset()), IndexEntry.key(log, Long.MAX_VALUE));
            for (EpochEntry entry : head.epochs()) {
                if (!kept.contains(entry)) {
                    rows.delete(Family.STATE, StateRows.epochKey(log, entry.epoch()));
                }
            }
            rows.put(Family.STATE, StateRows.logKey(log), StateRows.logValue(result));
            database.write(rows);
        }
        return result;
    }
}
