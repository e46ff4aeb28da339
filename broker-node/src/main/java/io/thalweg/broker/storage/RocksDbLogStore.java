package io.thalweg.broker.storage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.thalweg.broker.log.HeadDraft;
import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.log.LogHead;
import io.thalweg.broker.log.LogSlice;
import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.record.LogId;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** The log store in RocksDB; docs/design/storage.md describes its rows, options and recovery. */
public final class RocksDbLogStore implements LogStore {
    private final Object writeLock = new Object();
    private final Database database;
    private final Heads heads;
    private final LogReader reader;
    private final LogRecovery recovery;
    private final SpaceReclaimer reclaimer;

    @GuardedBy("writeLock")
    private final ChangeWriter writer;

    private volatile long sequence;

    @GuardedBy("writeLock")
    private long nextPosition;

    private RocksDbLogStore(Database database) {
        this.database = database;
        heads = new Heads(database);
        DataReader data = new DataReader(database);
        reader = new LogReader(database, heads, data);
        recovery = new LogRecovery(database, heads, data);
        writer = new ChangeWriter(database);
        reclaimer = new SpaceReclaimer(database, heads);
    }

    /**
     * Opens the store in a directory, creating it if needed; {@link #recover} comes next. The directory is this
     * process's alone ({@link DataFolder} holds the lock).
     *
     * @param onFault told once, from any thread, when the store has failed for good; also when no call is running
     * @throws StorageFault if the database cannot be opened
     */
    public static RocksDbLogStore open(Path directory, StorageSettings settings, Consumer<StorageFault> onFault) {
        return new RocksDbLogStore(new Database(directory, settings, onFault));
    }

    /** Whether the write-ahead log was damaged: every log of the broker may have lost its end. */
    public boolean walDamaged() {
        return database.walDamaged();
    }

    @Override
    public List<StoredLog> recover() {
        synchronized (writeLock) {
            try {
                byte[] row = database.rocks().get(database.state(), StateRows.countersKey());
                if (row != null) {
                    StateRows.Counters counters = StateRows.Counters.decode(row);
                    sequence = counters.sequence();
                    nextPosition = counters.nextPosition();
                }
            } catch (RocksDBException e) {
                throw database.fail("reading the counters", e);
            }
            return recovery.recover();
        }
    }

    @Override
    public void write(LogChanges changes) {
        database.failIfFaulty();
        synchronized (writeLock) {
            HeadDraft draft = new HeadDraft(heads);
            writer.begin(draft, nextPosition);
            changes.forEach(writer);
            database.write(writer.finish(sequence + 1));
            nextPosition = writer.nextPosition();
            heads.publish(draft);
            sequence = sequence + 1;
        }
    }

    @Override
    public long writtenSequence() {
        return sequence;
    }

    @Override
    public long sync() {
        long written = sequence;
        database.sync();
        return written;
    }

    @Override
    public LogSlice read(LogId log, long fromOffset, long endOffsetExclusive, int maxBytes) {
        database.failIfFaulty();
        return reader.read(log, fromOffset, endOffsetExclusive, maxBytes);
    }

    @Override
    public OptionalLong chainAt(LogId log, long offset) {
        return reader.chainAt(log, offset);
    }

    @Override
    public long offsetForTime(LogId log, long timeMillis, long endOffsetExclusive) {
        return reader.offsetForTime(log, timeMillis, endOffsetExclusive);
    }

    @Override
    public long retentionStart(LogId log, long appendedBeforeMillis, long keepBytes, long endOffsetExclusive) {
        return reader.retentionStart(log, appendedBeforeMillis, keepBytes, endOffsetExclusive);
    }

    @Override
    public long sizeBytes(LogId log) {
        LogHead head = heads.head(log);
        return head == null ? 0 : head.sizeBytes();
    }

    @Override
    public byte @Nullable [] value(LogId log, byte table, byte[] key) {
        try {
            return database.rocks().get(database.state(), StateRows.tableKey(log, table, key));
        } catch (RocksDBException e) {
            throw database.fail("reading a row", e);
        }
    }

    @Override
    public void scan(LogId log, byte table, byte[] keyPrefix, RowVisitor visitor) {
        byte[] prefix = StateRows.tableKey(log, table, keyPrefix);
        int skip = StateRows.tablePrefixBytes();
        try (Slice end = new Slice(StateRows.after(prefix));
                ReadOptions options = new ReadOptions().setIterateUpperBound(end);
                RocksIterator rows = database.rocks().newIterator(database.state(), options)) {
            for (rows.seek(prefix); rows.isValid(); rows.next()) {
                byte[] key = rows.key();
                if (!visitor.visit(Arrays.copyOfRange(key, skip, key.length), rows.value())) {
                    return;
                }
            }
            rows.status();
        } catch (RocksDBException e) {
            throw database.fail("scanning rows", e);
        }
    }

    @Override
    public long reclaim() {
        long live;
        synchronized (writeLock) {
            live = nextPosition;
        }
        database.sync();
        return reclaimer.reclaim(live);
    }

    @Override
    public void close() {
        try {
            database.sync();
        } finally {
            synchronized (writeLock) {
                writer.close();
            }
            reader.close();
            database.close();
        }
    }
}
