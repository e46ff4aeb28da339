package io.thalweg.broker.storage;

import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.storage.journal.Frame;
import io.thalweg.broker.storage.journal.Journal;
import io.thalweg.broker.storage.journal.JournalReplay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of a database: replayed when that is opened, begun anew when it is used, and on a thread of its own freed from
 * what the database has flushed. {@link #append} is for one thread at a time, the rest for any.
 */
final class DatabaseJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseJournal.class);

    /** Between two mebibytes of a spare file: about 16 MiB/s, enough for a moderate load and little beside a heavy one. */
    private static final long SPARE_PAUSE_MILLIS = 60;

    private final Path folder;
    private final RocksFiles files;
    private final StorageSettings settings;
    private final Faults faults;
    private final ReadOptions flushedOnly = new ReadOptions().setReadTier(ReadTier.PERSISTED_TIER);
    private final ReadOptions newest = new ReadOptions();
    private final FlushOptions later = new FlushOptions().setWaitForFlush(false);
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor tidying;
    private volatile @Nullable Journal journal;

    /** Whether the tables say that there is a journal. */
    private boolean marked;

    /** These two are of the tidying thread: the last write that a flush was asked for, and whether a spare file is made. */
    private long askedUpTo;

    private boolean makingSpare;

    DatabaseJournal(Path directory, RocksFiles files, StorageSettings settings, Faults faults) {
        folder = folderIn(directory);
        this.files = files;
        this.settings = settings;
        this.faults = faults;
        tidying = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread thread = new Thread(task, "thalweg-journal");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        tidying.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    static Path folderIn(Path directory) {
        return directory.resolve("journal");
    }

    /**
     * Brings what the journal holds into the database, durably, up to the first damage if there is any. The journal stays as
     * it is, and with it the damage, until {@link #begin}.
     *
     * @throws StorageFault if one of them cannot be read or written
     */
    JournalReplay.Outcome replay(WriteOptions unlogged) {
        try (ReadOptions all = new ReadOptions();
                FlushOptions now = new FlushOptions().setWaitForFlush(true).setAllowWriteStall(true);
                RowReplay rows = new RowReplay(files.rocks(), files.handles(), unlogged)) {
            long applied = AppliedMark.read(files.rocks(), files.state(), all);
            JournalReplay.Outcome outcome = JournalReplay.replay(folder, applied, rows);
            marked = applied != JournalReplay.NO_JOURNAL || rows.frames() > 0;
            if (rows.frames() > 0) {
                files.rocks().flush(now, files.handles());
            }
            faults.failIfFaulty();
            return outcome;
        } catch (IOException e) {
            throw Faults.of("cannot read the journal in " + folder, e);
        } catch (RocksDBException e) {
            throw Faults.of("cannot store what the journal in " + folder + " holds", e);
        }
    }

    /**
     * Begins the journal behind the last write that the database holds, and removes the one before. The tables of a new
     * database say from then on that it has one, so that it is missed if it gets lost before the first flush.
     */
    void begin(long last, WriteOptions unlogged) {
        if (journal != null) {
            throw new IllegalStateException("the journal has begun already");
        }
        try {
            DurableFiles.createFolders(folder);
            journal = Journal.begin(folder, last + 1, settings.journalSegmentBytes(), this::wake);
            if (!marked) {
                mark(last, unlogged);
            }
        } catch (IOException | RocksDBException e) {
            throw faults.fail("cannot begin a journal in " + folder, e);
        }
    }

    private void mark(long last, WriteOptions unlogged) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch();
                FlushOptions now = new FlushOptions().setWaitForFlush(true)) {
            new AppliedMark().set(batch, files.state(), last);
            files.rocks().write(unlogged, batch);
            files.rocks().flush(now, files.handles());
        }
    }

    /** Appends the rows of a write and gives its sequence. */
    long append(Frame rows) throws IOException {
        return begun().append(rows);
    }

    /** Makes what was appended durable, if there is a journal already. */
    void sync() throws IOException {
        Journal begun = journal;
        if (begun != null) {
            begun.sync();
        }
    }

    private Journal begun() {
        return Objects.requireNonNull(journal, "the store is written to before it is recovered");
    }

    /** Something was flushed, or a file is full: looks soon what can go. Never blocks. */
    void wake() {
        if (journal != null && woken.compareAndSet(false, true)) {
            tidying.execute(this::tidy);
        }
    }

    private void tidy() {
        woken.set(false);
        try {
            long flushed = flushed();
            begun().release(flushed);
            if (begun().bytes() > settings.maxJournalBytes() && flushed >= askedUpTo) {
                askForFlush();
            }
            if (!makingSpare && begun().wantsSpare()) {
                makeSpare();
            }
        } catch (IOException | RocksDBException | RuntimeException e) {
            faults.fail("sync or removal of what the journal no longer needs failed", e);
        }
    }

    /** Without a spare file the journal goes on in one that grows: what fails here is told and does no harm. */
    private void makeSpare() {
        makingSpare = false;
        try {
            begun().makeSpare();
        } catch (IOException | RuntimeException e) {
            LOG.info("no journal file was made ahead in {}: {}", folder, e.getMessage());
            return;
        }
        if (begun().wantsSpare()) {
            makingSpare = true;
            tidying.schedule(this::makeSpare, SPARE_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * All families, or RocksDB flushes what it is told only. One at a time: many small buffers would hold up the writer. What is
     * in the journal is not yet in a buffer, and such a write would be waited for in vain.
     */
    private void askForFlush() throws RocksDBException {
        long upTo = AppliedMark.read(files.rocks(), files.state(), newest);
        try {
            files.rocks().flush(later, files.handles());
            askedUpTo = upTo;
        } catch (RocksDBException e) {
            Status status = e.getStatus();
            if (status == null || status.getCode() != Status.Code.TryAgain) {
                throw e;
            }
            // The writer waits for flushes that are under way. The next of them to end looks again.
        }
    }

    /** Sequence of the last write that the tables of the database hold, as all before it. */
    private long flushed() throws RocksDBException {
        return AppliedMark.read(files.rocks(), files.state(), flushedOnly);
    }

    /** Ends the thread, then closes the files. Nothing is synced. */
    @Override
    public void close() throws IOException {
        tidying.shutdown();
        boolean interrupted = false;
        while (!tidying.isTerminated()) {
            try {
                tidying.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        flushedOnly.close();
        newest.close();
        later.close();
        Journal begun = journal;
        if (begun != null) {
            begun.close();
        }
    }
}
