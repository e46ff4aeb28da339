package io.thalweg.broker.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.log.testing.TestLog;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDBException;

/** RocksDB and the journal together: what is in which, and when the journal may lose its beginning. */
class RocksDbJournalTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final StorageSettings SMALL =
            new StorageSettings(MEBIBYTE, 2, MEBIBYTE, 8 * MEBIBYTE, MEBIBYTE, 8 * MEBIBYTE, 2);

    @TempDir
    Path temp;

    @Test
    void shouldKnowWhatIsFlushedWhateverIsInMemory() throws Exception {
        try (Database database = open(StorageSettings.defaults(), new ArrayList<>());
                Rows rows = new Rows(database, 100);
                FlushOptions now = new FlushOptions().setWaitForFlush(true)) {
            write(database, rows, 1);
            write(database, rows, 2);
            assertThat(flushed(database)).isZero();

            database.rocks().flush(now, List.of(database.data(), database.index(), database.state()));
            assertThat(flushed(database)).isEqualTo(2);
            write(database, rows, 3);
            assertThat(flushed(database)).isEqualTo(2);
            database.sync();
            assertThat(flushed(database)).as("a sync flushes nothing").isEqualTo(2);
        }
    }

    /** A full buffer of one family flushes all of them, each up to the same write. */
    @Test
    void shouldFlushAllFamiliesUpToTheSameWrite() throws Exception {
        try (Database database = open(SMALL, new ArrayList<>());
                Rows rows = new Rows(database, 100);
                ReadOptions flushedOnly = new ReadOptions().setReadTier(ReadTier.PERSISTED_TIER)) {
            for (long number = 1; number <= 400; number++) {
                rows.clear();
                rows.put(Family.INDEX, key(number), key(number));
                rows.put(Family.DATA, key(number), new byte[10_000]);
                database.write(rows);
            }
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> flushed(database) > 0 && isIdle(database));
            long flushed = flushed(database);
            assertThat(flushed).isLessThan(400);
            for (long number = 1; number <= 400; number++) {
                for (Family family : List.of(Family.INDEX, Family.DATA)) {
                    assertThat(database.rocks().get(database.handle(family), flushedOnly, key(number)) != null)
                            .as("%s of write %d, flushed up to %d", family, number, flushed)
                            .isEqualTo(number <= flushed);
                }
            }
        }
    }

    private static boolean isIdle(Database database) throws RocksDBException {
        return database.rocks().getLongProperty("rocksdb.mem-table-flush-pending") == 0
                && database.rocks().getLongProperty("rocksdb.num-running-flushes") == 0;
    }

    @Test
    void shouldRemoveWhatIsFlushedAndNothingElse() throws Exception {
        Database database = new Database(folder(), SMALL, RocksDbJournalTest::unexpected);
        try (RocksDbLogStore store = new RocksDbLogStore(database, SMALL)) {
            store.recover();
            TestLog log = TestLog.created(store);
            log.valueBytes(64 << 10);
            for (int i = 0; i < 320; i++) {
                log.append(1);
                assertThat(firstFrame()).as("what the journal begins with").isLessThanOrEqualTo(flushed(database) + 1);
            }
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> journalBytes() < 8 * MEBIBYTE);
        }
        try (RocksDbLogStore store = RocksDbLogStore.open(folder(), SMALL, RocksDbJournalTest::unexpected)) {
            assertThat(store.journalDamage()).isEmpty();
            assertThat(store.recover().get(0).logEnd()).isEqualTo(320);
            assertThat(journalBytes()).as("begun anew").isLessThan(100);
        }
    }

    /** Rows of a kind that fills no buffer by itself. */
    @Test
    void shouldFlushWhenTheJournalIsTooLong() throws Exception {
        StorageSettings settings =
                new StorageSettings(8 * MEBIBYTE, 3, 64 * MEBIBYTE, 256 * MEBIBYTE, MEBIBYTE, 8 * MEBIBYTE, 2);
        try (RocksDbLogStore store = RocksDbLogStore.open(folder(), settings, RocksDbJournalTest::unexpected)) {
            store.recover();
            TestLog.created(store);
            for (int i = 0; i < 16; i++) {
                store.write(new LogChanges().put(TestLog.ID, (byte) 1, new byte[] {(byte) i}, new byte[1 << 20]));
            }
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> journalBytes() <= 9 * MEBIBYTE);
        }
    }

    @Test
    void shouldTellOfAFlushThatFails() throws Exception {
        List<StorageFault> told = new ArrayList<>();
        try (Database database = open(StorageSettings.defaults(), told);
                Rows rows = new Rows(database, 100);
                FlushOptions now = new FlushOptions().setWaitForFlush(true)) {
            write(database, rows, 1);
            database.sync();
            assertThat(told).isEmpty();
            try (Stream<Path> files = Files.list(folder())) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.delete(file);
                }
            }
            Files.move(folder(), temp.resolve("elsewhere"));
            assertThatThrownBy(() -> database.rocks().flush(now, database.data()));

            assertThatThrownBy(database::sync)
                    .isInstanceOf(StorageFault.class)
                    .hasMessageContaining("flush")
                    .hasMessageContaining("No such file");
            assertThat(told)
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.isDiskFull()).isFalse());
        }
    }

    @Test
    void shouldFailForGoodAndSayItWhenAWriterIsInterrupted() throws Exception {
        List<StorageFault> told = new ArrayList<>();
        try (Database database = open(StorageSettings.defaults(), told);
                Rows rows = new Rows(database, 100)) {
            write(database, rows, 1);
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(() -> write(database, rows, 2)).isInstanceOf(StorageFault.class);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThat(told)
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.isDiskFull()).isFalse());
            assertThatThrownBy(() -> write(database, rows, 2)).isInstanceOf(StorageFault.class);
            assertThatThrownBy(database::sync).isInstanceOf(StorageFault.class);
        }
    }

    @Test
    void shouldReplayAgainAfterACrashBeforeTheNewJournalBegins() throws Exception {
        Path image;
        try (RocksDbLogStore store = store()) {
            TestLog log = TestLog.created(store);
            log.append(3);
            store.sync();
            image = Folders.copy(folder(), temp.resolve("image"));
        }
        for (int starts = 0; starts < 3; starts++) {
            RocksDbLogStore.open(image, SMALL, RocksDbJournalTest::unexpected).close();
        }
        try (RocksDbLogStore store = RocksDbLogStore.open(image, SMALL, RocksDbJournalTest::unexpected)) {
            List<StoredLog> found = store.recover();
            assertThat(found)
                    .singleElement()
                    .satisfies(log -> assertThat(log.logEnd()).isEqualTo(3));
            assertThat(store.writtenSequence()).isEqualTo(2);
        }
    }

    private RocksDbLogStore store() {
        RocksDbLogStore store = RocksDbLogStore.open(folder(), SMALL, RocksDbJournalTest::unexpected);
        store.recover();
        return store;
    }

    private Database open(StorageSettings settings, List<StorageFault> told) {
        Database database = new Database(folder(), settings, told::add);
        database.begin();
        return database;
    }

    private static long flushed(Database database) throws RocksDBException {
        try (ReadOptions flushedOnly = new ReadOptions().setReadTier(ReadTier.PERSISTED_TIER)) {
            return AppliedMark.read(database.rocks(), database.state(), flushedOnly);
        }
    }

    private static void write(Database database, Rows rows, long number) {
        rows.clear();
        rows.put(Family.DATA, key(number), key(number));
        rows.put(Family.INDEX, key(number), key(number));
        database.write(rows);
    }

    private static byte[] key(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private Path folder() {
        return temp.resolve("logs");
    }

    private File[] journal() {
        File[] files = folder().resolve("journal").toFile().listFiles((in, name) -> name.endsWith(".journal"));
        return files == null ? new File[0] : files;
    }

    private long firstFrame() {
        long first = Long.MAX_VALUE;
        for (File file : journal()) {
            first = Math.min(first, Long.parseLong(file.getName().substring(0, 16), 16));
        }
        return first;
    }

    private long journalBytes() {
        long bytes = 0;
        for (File file : journal()) {
            bytes += file.length();
        }
        return bytes;
    }

    private static void unexpected(StorageFault fault) {
        throw new AssertionError(fault);
    }
}
