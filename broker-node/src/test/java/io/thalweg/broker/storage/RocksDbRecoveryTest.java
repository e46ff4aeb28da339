package io.thalweg.broker.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.broker.log.EpochEntry;
import io.thalweg.broker.log.LogDamage;
import io.thalweg.broker.log.LogState;
import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.log.testing.TestLog;
import io.thalweg.broker.record.ChainHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store does about bytes that are not what was written. */
class RocksDbRecoveryTest {
    private static final int RECORDS = 10;

    @TempDir
    Path temp;

    @Test
    void shouldCutALogAtAFlippedBitAboveTheHighWatermark() {
        long chainAtSix = writeTenRecords(4);
        flipBit(6);

        StoredLog found = recoverOnly();

        assertThat(found.damageFound())
                .hasValueSatisfying(what -> assertThat(what).contains("offset 6", "checksum"));
        assertThat(found.logEnd()).isEqualTo(6);
        assertThat(found.chain()).isEqualTo(chainAtSix);
        assertThat(found.state()).isEqualTo(new LogState(0, 4, 4));
        assertThat(found.epochs()).containsExactly(new EpochEntry(1, 0, ChainHash.EMPTY));
        assertThat(recoverOnly().damageFound()).as("remembered").isPresent();
    }

    @Test
    void shouldCutALogAtAMissingBatchAGapAndAWrongChain() {
        writeTenRecords(4);
        change((database, rows) -> rows.delete(Family.DATA, DataReader.key(7)));
        assertThat(recoverOnly().logEnd()).isEqualTo(7);

        change((database, rows) -> rows.delete(Family.INDEX, IndexEntry.key(TestLog.ID, 5)));
        assertThat(recoverOnly().logEnd()).isEqualTo(5);

        change((database, rows) -> {
            byte[] key = IndexEntry.key(TestLog.ID, 4);
            byte[] row = database.rocks().get(database.index(), key);
            row[32] ^= 1;
            rows.put(Family.INDEX, key, row);
        });
        assertThat(recoverOnly().logEnd()).isEqualTo(4);
    }

    @Test
    void shouldLowerTheHighWatermarkOfALogThatEndsBelowIt() {
        writeTenRecords(10);
        change((database, rows) -> rows.delete(Family.INDEX, IndexEntry.key(TestLog.ID, 9)));

        StoredLog found = recoverOnly();

        assertThat(found.damageFound()).isPresent();
        assertThat(found.state()).isEqualTo(new LogState(0, 9, 9));
        assertThat(found.logEnd()).isEqualTo(9);
    }

    @Test
    void shouldNotReadWhatIsBelowTheHighWatermarkAtStartButNeverServeDamageThere() {
        writeTenRecords(10);
        flipBit(2);

        try (RocksDbLogStore store = open(folder())) {
            assertThat(store.recover().get(0).damageFound()).isEmpty();
            assertThat(store.read(TestLog.ID, 0, 2, 1 << 20).nextOffset()).isEqualTo(2);
            assertThat(store.read(TestLog.ID, 3, 10, 1 << 20).nextOffset()).isEqualTo(10);
            assertThatThrownBy(() -> store.read(TestLog.ID, 0, 10, 1 << 20))
                    .isInstanceOfSatisfying(
                            LogDamage.class,
                            damage -> assertThat(damage.offset()).isEqualTo(2));
        }
    }

    @Test
    void shouldOpenAJournalThatIsTornAtItsEnd() throws Exception {
        Path image = crashImage();
        Path journal = journal(image);
        byte[] bytes = Files.readAllBytes(journal);
        Files.write(journal, Arrays.copyOf(bytes, bytes.length - 5));

        try (RocksDbLogStore store = open(image)) {
            StoredLog found = store.recover().get(0);
            assertThat(store.journalDamage()).isEmpty();
            assertThat(found.logEnd()).isEqualTo(RECORDS - 1);
            assertThat(found.damageFound()).isEmpty();
        }
    }

    @Test
    void shouldSayThatAJournalIsDamagedInTheMiddleOrInItsLastWrite() throws Exception {
        Path image = crashImage();
        byte[] bytes = Files.readAllBytes(journal(image));
        for (int at : new int[] {bytes.length / 2, bytes.length - 3}) {
            byte[] wrong = bytes.clone();
            wrong[at] ^= 1;
            Path damaged = Folders.copy(image, temp.resolve("damaged-" + at));
            Files.write(journal(damaged), wrong);

            for (int opened = 0; opened < 2; opened++) {
                try (RocksDbLogStore store = open(damaged)) {
                    assertThat(store.journalDamage())
                            .as("until it is recovered")
                            .isPresent();
                }
            }
            try (RocksDbLogStore store = open(damaged)) {
                assertThat(store.recover().get(0).logEnd()).isLessThan(RECORDS);
            }
            try (RocksDbLogStore store = open(damaged)) {
                assertThat(store.journalDamage()).isEmpty();
                assertThat(store.recover().get(0).logEnd()).isLessThan(RECORDS);
            }
        }
    }

    @Test
    void shouldMissAJournalThatIsGone() throws Exception {
        Path image = crashImage();
        Path neverFlushed = Folders.copy(image, temp.resolve("never-flushed"));
        Files.delete(journal(neverFlushed));
        try (RocksDbLogStore store = open(neverFlushed)) {
            assertThat(store.journalDamage()).isPresent();
            assertThat(store.recover()).isEmpty();
        }
        try (RocksDbLogStore store = open(image)) {
            assertThat(store.recover().get(0).logEnd()).isEqualTo(RECORDS);
            assertThat(store.journalDamage()).isEmpty();
        }
        Files.delete(journal(image));

        try (RocksDbLogStore store = open(image)) {
            assertThat(store.journalDamage())
                    .hasValueSatisfying(what -> assertThat(what).contains("no file of it is left"));
            assertThat(store.recover().get(0).logEnd()).isEqualTo(RECORDS);
        }
    }

    @Test
    void shouldNotBeginANewDatabaseBesideAJournal() throws Exception {
        Path image = crashImage();
        try (Stream<Path> files = Files.list(image)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }

        assertThatThrownBy(() -> open(image))
                .isInstanceOf(StorageFault.class)
                .hasMessageContaining("lost its file CURRENT");
        assertThat(journal(image)).exists();
    }

    @Test
    void shouldFailEverythingAfterTheFirstFaultAndTellItOnce() {
        List<StorageFault> told = new ArrayList<>();
        try (Database failing = new Database(folder(), StorageSettings.defaults(), told::add);
                Rows rows = new Rows(failing, 100)) {
            failing.begin();
            failing.fail("test", new Exception("first"));
            failing.fail("test", new Exception("second"));

            assertThat(told).hasSize(1);
            assertThatThrownBy(failing::sync).isInstanceOf(StorageFault.class).hasMessageContaining("first");
            assertThatThrownBy(() -> failing.write(rows)).isInstanceOf(StorageFault.class);
        }
    }

    @Test
    void shouldRefuseCallsAfterClose() {
        RocksDbLogStore store = open(folder());
        store.recover();
        store.close();
        store.close();

        assertThatThrownBy(store::sync).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.read(TestLog.ID, 0, 1, 1)).isInstanceOf(IllegalStateException.class);
    }

    private interface Change {
        void apply(Database database, Rows rows) throws Exception;
    }

    @Test
    void shouldNotBeginANewDatabaseOverTheTablesOfAnother() throws Exception {
        writeTenRecords(4);
        recoverOnly();
        Files.delete(folder().resolve("CURRENT"));

        assertThatThrownBy(() -> open(folder()))
                .isInstanceOf(StorageFault.class)
                .hasMessageContaining("lost its file CURRENT");
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files.filter(file -> file.toString().endsWith(".sst"))).isNotEmpty();
        }
    }

    private void change(Change change) {
        try (Database opened = new Database(folder(), StorageSettings.defaults(), RocksDbRecoveryTest::unexpected);
                Rows rows = new Rows(opened, 100)) {
            opened.begin();
            change.apply(opened, rows);
            opened.write(rows);
            opened.sync();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void flipBit(long position) {
        change((database, rows) -> {
            byte[] batch = database.rocks().get(database.data(), DataReader.key(position));
            batch[batch.length - 1] ^= 1;
            rows.put(Family.DATA, DataReader.key(position), batch);
        });
    }

    /** Ten batches of one record; gives the chain hash at offset 6. */
    private long writeTenRecords(long highWatermark) {
        try (RocksDbLogStore store = open(folder())) {
            store.recover();
            return fill(store, highWatermark);
        }
    }

    private static long fill(RocksDbLogStore store, long highWatermark) {
        TestLog log = TestLog.created(store);
        long chainAtSix = 0;
        for (int i = 0; i < RECORDS; i++) {
            chainAtSix = i == 6 ? log.chain() : chainAtSix;
            log.append(1);
            if (i + 1 == highWatermark) {
                log.state(0, highWatermark, highWatermark);
            }
        }
        return chainAtSix;
    }

    /** The files as a killed process leaves them. */
    private Path crashImage() throws Exception {
        try (RocksDbLogStore store = open(folder())) {
            store.recover();
            fill(store, 1);
            store.sync();
            return Folders.copy(folder(), temp.resolve("image"));
        }
    }

    private static Path journal(Path image) throws Exception {
        try (Stream<Path> files = Files.list(image.resolve("journal"))) {
            return files.max(Comparator.comparing(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private StoredLog recoverOnly() {
        try (RocksDbLogStore store = open(folder())) {
            return store.recover().get(0);
        }
    }

    private Path folder() {
        return temp.resolve("logs");
    }

    private static RocksDbLogStore open(Path path) {
        return RocksDbLogStore.open(path, StorageSettings.defaults(), RocksDbRecoveryTest::unexpected);
    }

    private static void unexpected(StorageFault fault) {
        throw new AssertionError(fault);
    }
}
