package io.thalweg.broker.storage;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.log.LogHead;
import io.thalweg.broker.log.LogSlice;
import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.log.TableKey;
import io.thalweg.broker.record.LogId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The log store in RocksDB; docs/design/storage.md describes its rows, options and recovery. */
public final class RocksDbLogStore implements LogStore {
    private static final int TOLERATED_BUFFERS = 4;

    /** Readers, writers and syncs share it; only close() takes it alone, so that nobody uses freed native memory. */
    private final ReadWriteLock life = new ReentrantReadWriteLock();

    private final Database database;
    private final Heads heads;
    private final DataReader data;
    private final LogReader reader;
    private final WriteLane lane;
    private final SpaceReclaimer reclaimer;

    @GuardedBy("life")
    private boolean closed;

    RocksDbLogStore(Database database, StorageSettings settings) {
        this.database = database;
        heads = new Heads(database);
        data = new DataReader(database);
        reader = new LogReader(database, heads, data);
        lane = new WriteLane(database, heads, data);
        reclaimer = new SpaceReclaimer(database, heads, lane, TOLERATED_BUFFERS * settings.dataWriteBufferBytes());
    }

    /**
     * Opens the store in a directory, creating it if needed; {@link #recover} comes next. The directory is this
     * process's alone ({@link DataFolder} holds the lock).
     *
     * @param onFault told once, from any thread, when the store has failed for good; also when no call is running.
     *     It must not call the store: it stops the process
     * @throws StorageFault if the database cannot be opened
     */
    public static RocksDbLogStore open(Path directory, StorageSettings settings, Consumer<StorageFault> onFault) {
        return new RocksDbLogStore(new Database(directory, settings, onFault), settings);
    }

    /** Whether a directory holds a store, sound or not. */
    public static boolean isIn(Path directory) {
        return Database.isIn(directory);
    }

    /**
     * What was wrong with the journal of the last writes, if it was damaged: then every log of the broker may have lost its
     * end. To be remembered durably before {@link #recover}, which begins a new journal.
     */
    public Optional<String> journalDamage() {
        return Optional.ofNullable(database.journalDamage());
    }

    @Override
    public List<StoredLog> recover() {
        return whileOpen(() -> {
            database.begin();
            lane.load();
            return new LogRecovery(database, heads, data).recover();
        });
    }

    @Override
    public void write(LogChanges changes) {
        whileOpen(() -> {
            lane.write(changes);
            return changes;
        });
    }

    @Override
    public long writtenSequence() {
        return lane.sequence();
    }

    @Override
    public long sync() {
        return whileOpen(() -> {
            long written = lane.sequence();
            database.sync();
            return written;
        });
    }

    @Override
    public LogSlice read(LogId log, long fromOffset, long endOffsetExclusive, int maxBytes) {
        return whileOpen(() -> reader.read(log, fromOffset, endOffsetExclusive, maxBytes));
    }

    @Override
    public OptionalLong chainAt(LogId log, long offset) {
        return whileOpen(() -> reader.chainAt(log, offset));
    }

    @Override
    public long offsetForTime(LogId log, long timeMillis, long endOffsetExclusive) {
        return whileOpen(() -> reader.offsetForTime(log, timeMillis, endOffsetExclusive));
    }

    @Override
    public long retentionStart(LogId log, long appendedBeforeMillis, long keepBytes, long endOffsetExclusive) {
        return whileOpen(() -> reader.retentionStart(log, appendedBeforeMillis, keepBytes, endOffsetExclusive));
    }

    @Override
    public long sizeBytes(LogId log) {
        LogHead head = heads.head(log);
        return head == null ? 0 : head.sizeBytes();
    }

    @Override
    public byte @Nullable [] value(LogId log, byte table, byte[] key) {
        return whileOpen(() -> Tables.value(database, log, table, key)).orElse(null);
    }

    @Override
    public void scan(LogId log, byte table, byte[] keyPrefix, RowVisitor visitor) {
        whileOpen(() -> {
            Tables.scan(database, log, new TableKey(table, keyPrefix), visitor);
            return visitor;
        });
    }

    @Override
    public long reclaim() {
        return whileOpen(reclaimer::reclaim);
    }

    /** Bytes of write buffers and cached blocks outside the heap; 0 once closed. Bounded by the settings' {@code memoryBytes}. */
    public long memoryBytes() {
        life.readLock().lock();
        try {
            return closed ? 0 : database.memoryBytes();
        } finally {
            life.readLock().unlock();
        }
    }

    @Override
    public void close() {
        life.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            try {
                database.sync();
            } finally {
                lane.close();
                data.close();
                database.close();
            }
        } finally {
            life.writeLock().unlock();
        }
    }

    @CanIgnoreReturnValue
    private <T> T whileOpen(Supplier<T> call) {
        life.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the log store is closed");
            }
            database.failIfFaulty();
            return call.get();
        } finally {
            life.readLock().unlock();
        }
    }
}
