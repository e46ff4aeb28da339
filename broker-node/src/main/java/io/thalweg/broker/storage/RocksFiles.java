package io.thalweg.broker.storage;

import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.storage.journal.Journal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;

/**
 * RocksDB opened on its files, with the handles of its families.
 *
 * @param handles of the default family and of each {@link Family}, by their codes
 * @param natives what is to be closed, in reverse
 * @param logDamaged whether a write-ahead log of an earlier build was damaged: RocksDB holds what came before
 */
record RocksFiles(RocksDB rocks, List<ColumnFamilyHandle> handles, List<AutoCloseable> natives, boolean logDamaged) {

    /**
     * Opens or creates the database. Builds before the journal wrote to a write-ahead log of RocksDB's, which is replayed
     * and flushed here; a record torn at its very end is no damage, as it was never synced.
     *
     * @throws StorageFault if the database cannot be opened
     */
    static RocksFiles open(Path directory, StorageSettings settings, AbstractEventListener listener) {
        requireCurrent(directory);
        boolean direct = DirectIo.worksIn(directory);
        try {
            return open(directory, settings, WALRecoveryMode.TolerateCorruptedTailRecords, direct, listener);
        } catch (RocksDBException e) {
            if (!Faults.isCorruption(e)) {
                throw Faults.of("cannot open the database in " + directory, e);
            }
        }
        try {
            return open(directory, settings, WALRecoveryMode.PointInTimeRecovery, direct, listener);
        } catch (RocksDBException e) {
            throw Faults.of("the database in " + directory + " is damaged", e);
        }
    }

    private static RocksFiles open(
            Path directory,
            StorageSettings settings,
            WALRecoveryMode mode,
            boolean direct,
            AbstractEventListener listener)
            throws RocksDBException {
        RocksOptions options = new RocksOptions(settings, mode, direct, listener);
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        families.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, options.index()));
        for (Family family : Family.values()) {
            families.add(new ColumnFamilyDescriptor(
                    family.title().getBytes(StandardCharsets.UTF_8),
                    family == Family.DATA ? options.data() : options.index()));
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            RocksDB opened = RocksDB.open(options.database(), directory.toString(), families, handles);
            List<AutoCloseable> natives = new ArrayList<>(List.of(listener, options, opened));
            natives.addAll(handles);
            boolean damaged = mode == WALRecoveryMode.PointInTimeRecovery;
            return new RocksFiles(opened, List.copyOf(handles), natives, damaged);
        } catch (RocksDBException e) {
            options.close();
            throw e;
        }
    }

    ColumnFamilyHandle handle(Family family) {
        return handles.get(family.code());
    }

    ColumnFamilyHandle state() {
        return handle(Family.STATE);
    }

    static boolean areIn(Path directory) {
        return Files.exists(directory.resolve("CURRENT"));
    }

    /** Without that file RocksDB would create a new database and delete the files of the old one. */
    private static void requireCurrent(Path directory) {
        if (areIn(directory)) {
            return;
        }
        try (DirectoryStream<Path> tables = Files.newDirectoryStream(directory, "*.sst")) {
            if (tables.iterator().hasNext() || Journal.isIn(DatabaseJournal.folderIn(directory))) {
                throw new StorageFault("the database in " + directory + " has lost its file CURRENT");
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new StorageFault("cannot look into " + directory + ": " + e.getMessage(), e);
        }
    }
}
