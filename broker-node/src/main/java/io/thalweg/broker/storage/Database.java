package io.thalweg.broker.storage;

import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.storage.journal.JournalReplay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.BackgroundErrorReason;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushJobInfo;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The open RocksDB instance with its column families and its journal, which every write goes through. The first failure of
 * any kind is final: it is told to the listener once and thrown from every later call. Thread-safe, but for
 * {@link #write}, which is for one thread at a time.
 */
final class Database implements AutoCloseable {
    static {
        NativeLibrary.load();
    }

    private final Faults faults;
    private final RocksFiles files;
    private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
    private final DatabaseJournal journal;
    private final JournalReplay.Outcome replayed;

    /**
     * Opens or creates the database and replays the journal. If that was damaged, {@link #journalDamage} says so, and the
     * database holds all writes up to the damage. Before the first write comes {@link #begin}.
     */
    Database(Path directory, StorageSettings settings, Consumer<StorageFault> onFault) {
        faults = new Faults(onFault);
        RocksEvents events = new RocksEvents();
        files = RocksFiles.open(directory, settings, events);
        journal = new DatabaseJournal(directory, files, settings, faults);
        events.flushed = journal::wake;
        try {
            replayed = journal.replay(unlogged);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Begins a new journal; the replayed one is gone then, damage and all. */
    void begin() {
        journal.begin(replayed.last(), unlogged);
        faults.announceFromNowOn();
    }

    RocksDB rocks() {
        return files.rocks();
    }

    ColumnFamilyHandle handle(Family family) {
        return files.handle(family);
    }

    ColumnFamilyHandle index() {
        return files.handle(Family.INDEX);
    }

    ColumnFamilyHandle data() {
        return files.handle(Family.DATA);
    }

    ColumnFamilyHandle state() {
        return files.handle(Family.STATE);
    }

    /** What was wrong with the journal when the database was opened, or null. */
    @Nullable
    String journalDamage() {
        return files.logDamaged() ? "the write-ahead log of an earlier build is damaged" : replayed.damage();
    }

    void write(Rows rows) {
        failIfFaulty();
        try {
            long sequence = journal.append(rows.frame());
            files.rocks().write(unlogged, rows.batch(sequence));
        } catch (IOException | RocksDBException e) {
            throw fail("write failed", e);
        }
    }

    void sync() {
        failIfFaulty();
        try {
            journal.sync();
        } catch (IOException e) {
            throw fail("sync of the journal failed", e);
        }
        failOnBackgroundError();
        failIfFaulty();
    }

    /**
     * RocksDB's Java library does not tell its listener of flushes that failed without a write-ahead log: it knows no reason
     * for that. A write fails by itself then, and says why.
     */
    private void failOnBackgroundError() {
        try {
            if (files.rocks().getLongProperty("rocksdb.background-errors") > 0) {
                try (WriteBatch nothing = new WriteBatch()) {
                    files.rocks().write(unlogged, nothing);
                }
                throw new RocksDBException("the reason is in its log");
            }
        } catch (RocksDBException e) {
            throw fail("a flush or compaction failed", e);
        }
    }

    /** Bytes of the block cache, in which write buffers are counted. */
    long memoryBytes() {
        try {
            return files.rocks().getLongProperty(data(), "rocksdb.block-cache-usage");
        } catch (RocksDBException e) {
            throw new IllegalStateException("RocksDB does not tell the size of its cache", e);
        }
    }

    void failIfFaulty() {
        faults.failIfFaulty();
    }

    /** Remembers and announces the fault, and returns it to be thrown. */
    StorageFault fail(String what, Exception cause) {
        return faults.fail(what, cause);
    }

    static boolean isCorruption(RocksDBException e) {
        return Faults.isCorruption(e);
    }

    /** Closes without a sync. What was written is in the journal. */
    @Override
    public void close() {
        try {
            journal.close();
        } catch (IOException e) {
            throw fail("closing the journal", e);
        } finally {
            unlogged.close();
            Natives.closeInReverse(files.natives());
        }
    }

    static boolean isIn(Path directory) {
        return RocksFiles.areIn(directory);
    }

    /** Hears of failed compactions, which no call reports, and of flushes. */
    private final class RocksEvents extends AbstractEventListener {
        private volatile Runnable flushed = () -> {};

        RocksEvents() {
            super(EnabledEventCallback.ON_BACKGROUND_ERROR, EnabledEventCallback.ON_FLUSH_COMPLETED);
        }

        @Override
        public void onBackgroundError(BackgroundErrorReason reason, Status error) {
            fail("background " + reason, new RocksDBException(error));
        }

        @Override
        public void onFlushCompleted(RocksDB rocks, FlushJobInfo flush) {
            flushed.run();
        }
    }
}
