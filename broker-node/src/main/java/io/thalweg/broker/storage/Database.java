package io.thalweg.broker.storage;

import io.thalweg.broker.log.StorageFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.BackgroundErrorReason;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The open RocksDB instance with its column families. The first failure of any kind is final: it is told to the
 * listener once and thrown from every later call. Thread-safe.
 */
final class Database implements AutoCloseable {
    static {
        NativeLibrary.load();
    }

    /**
     * In the messages of all syncs, RocksDB's included. One that fails is never harmless, whatever its cause: the system may
     * have dropped what it did not write.
     */
    private static final String SYNC = "sync";

    private final List<AutoCloseable> natives = new ArrayList<>();
    private final AtomicReference<@Nullable StorageFault> fault = new AtomicReference<>();
    private final Consumer<StorageFault> onFault;
    private final WriteOptions writeOptions;
    private final boolean walDamaged;
    private final RocksDB rocks;
    private final ColumnFamilyHandle index;
    private final ColumnFamilyHandle data;
    private final ColumnFamilyHandle state;

    /**
     * Opens or creates the database. A damaged write-ahead log is opened up to the damage, and {@link #walDamaged} says
     * so; a record torn at the very end is no damage, as it was never synced.
     */
    Database(Path directory, StorageSettings settings, Consumer<StorageFault> onFault) {
        this.onFault = onFault;
        requireCurrent(directory);
        boolean damaged = false;
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        RocksDB opened;
        try {
            opened = tryOpen(directory, settings, WALRecoveryMode.TolerateCorruptedTailRecords, handles);
        } catch (RocksDBException e) {
            if (!isCorruption(e)) {
                throw cannotOpen("cannot open the database in " + directory, e);
            }
            damaged = true;
            handles.clear();
            opened = openDamaged(directory, settings, handles);
        }
        rocks = opened;
        walDamaged = damaged;
        index = handles.get(1);
        data = handles.get(2);
        state = handles.get(3);
        writeOptions = own(new WriteOptions());
    }

    RocksDB rocks() {
        return rocks;
    }

    ColumnFamilyHandle index() {
        return index;
    }

    ColumnFamilyHandle data() {
        return data;
    }

    ColumnFamilyHandle state() {
        return state;
    }

    boolean walDamaged() {
        return walDamaged;
    }

    void write(WriteBatch batch) {
        failIfFaulty();
        try {
            rocks.write(writeOptions, batch);
        } catch (RocksDBException e) {
            throw fail("write failed", e);
        }
    }

    void sync() {
        failIfFaulty();
        try {
            rocks.syncWal();
        } catch (RocksDBException e) {
            throw fail("sync of the write-ahead log failed", e);
        }
        failIfFaulty();
    }

    void failIfFaulty() {
        StorageFault known = fault.get();
        if (known != null) {
            throw new StorageFault("the store failed before: " + known.getMessage(), known);
        }
    }

    /** Remembers and announces the fault, and returns it to be thrown. */
    StorageFault fail(String what, Exception cause) {
        String message = what + ": " + cause.getMessage();
        StorageFault found = isNoSpace(cause) && !message.contains(SYNC)
                ? StorageFault.diskFull(message, cause)
                : new StorageFault(message, cause);
        if (fault.compareAndSet(null, found)) {
            onFault.accept(found);
        }
        return found;
    }

    private static boolean isNoSpace(Exception e) {
        Status status = e instanceof RocksDBException problem ? problem.getStatus() : null;
        return status != null && status.getSubCode() == Status.SubCode.NoSpace;
    }

    private static StorageFault cannotOpen(String what, RocksDBException cause) {
        String message = what + ": " + cause.getMessage();
        return isNoSpace(cause) ? StorageFault.diskFull(message, cause) : new StorageFault(message, cause);
    }

    static boolean isCorruption(RocksDBException e) {
        Status status = e.getStatus();
        return status != null && status.getCode() == Status.Code.Corruption;
    }

    @Override
    public void close() {
        Natives.closeInReverse(natives);
    }

    static boolean isIn(Path directory) {
        return Files.exists(directory.resolve("CURRENT"));
    }

    /** Without that file RocksDB would create a new database and delete the files of the old one. */
    private static void requireCurrent(Path directory) {
        if (isIn(directory)) {
            return;
        }
        try (DirectoryStream<Path> tables = Files.newDirectoryStream(directory, "*.sst")) {
            if (tables.iterator().hasNext()) {
                throw new StorageFault("the database in " + directory + " has lost its file CURRENT");
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new StorageFault("cannot look into " + directory + ": " + e.getMessage(), e);
        }
    }

    private RocksDB openDamaged(Path directory, StorageSettings settings, List<ColumnFamilyHandle> handles) {
        try {
            return tryOpen(directory, settings, WALRecoveryMode.PointInTimeRecovery, handles);
        } catch (RocksDBException e) {
            throw cannotOpen("the database in " + directory + " is damaged", e);
        }
    }

    private RocksDB tryOpen(
            Path directory, StorageSettings settings, WALRecoveryMode mode, List<ColumnFamilyHandle> handles)
            throws RocksDBException {
        ErrorListener listener = own(new ErrorListener());
        RocksOptions options = new RocksOptions(settings, mode, listener);
        List<ColumnFamilyDescriptor> families = List.of(
                new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, options.index()),
                new ColumnFamilyDescriptor(name("index"), options.index()),
                new ColumnFamilyDescriptor(name("data"), options.data()),
                new ColumnFamilyDescriptor(name("state"), options.index()));
        try {
            RocksDB opened = RocksDB.open(options.database(), directory.toString(), families, handles);
            natives.add(options);
            natives.add(opened);
            natives.addAll(handles);
            return opened;
        } catch (RocksDBException e) {
            options.close();
            throw e;
        }
    }

    private static byte[] name(String family) {
        return family.getBytes(StandardCharsets.UTF_8);
    }

    private <T extends AutoCloseable> T own(T option) {
        natives.add(option);
        return option;
    }

    /** Hears of failed flushes and compactions, which no call reports. */
    private final class ErrorListener extends AbstractEventListener {
        ErrorListener() {
            super(EnabledEventCallback.ON_BACKGROUND_ERROR);
        }

        @Override
        public void onBackgroundError(BackgroundErrorReason reason, Status error) {
            fail("background " + reason, new RocksDBException(error));
        }
    }
}
