package io.thalweg.broker.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.log.testing.TestLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** Stores of builds that wrote to RocksDB's write-ahead log and had no journal. */
class EarlierBuildTest {
    private static final int BATCHES = 10;

    @TempDir
    Path temp;

    @Test
    void shouldReplayItsWriteAheadLogAndGoOnWithAJournal() throws Exception {
        Path old = oldStore();
        long chain;
        try (RocksDbLogStore store = open(old)) {
            assertThat(store.journalDamage()).isEmpty();
            assertThat(store.recover())
                    .singleElement()
                    .satisfies(log -> assertThat(log.logEnd()).isEqualTo(BATCHES));
            assertThat(store.writtenSequence()).isEqualTo(BATCHES + 1);
            TestLog log = TestLog.existing(store, TestLog.ID);
            log.at(BATCHES, store.chainAt(TestLog.ID, BATCHES).orElseThrow());
            log.append(1);
            chain = log.chain();
        }
        assertThat(Files.size(writeAheadLog(old))).isZero();
        try (RocksDbLogStore store = open(old)) {
            assertThat(store.recover()).singleElement().satisfies(log -> {
                assertThat(log.logEnd()).isEqualTo(BATCHES + 1);
                assertThat(log.chain()).isEqualTo(chain);
            });
        }
    }

    @Test
    void shouldTellATornWriteAheadLogFromADamagedOne() throws Exception {
        Path old = oldStore();
        byte[] bytes = Files.readAllBytes(writeAheadLog(old));
        Path torn = Folders.copy(old, temp.resolve("torn"));
        Files.write(writeAheadLog(torn), Arrays.copyOf(bytes, bytes.length - 5));
        Path damaged = Folders.copy(old, temp.resolve("damaged"));
        bytes[bytes.length / 2] ^= 1;
        Files.write(writeAheadLog(damaged), bytes);

        try (RocksDbLogStore store = open(torn)) {
            assertThat(store.journalDamage()).isEmpty();
            assertThat(store.recover().get(0).logEnd()).isEqualTo(BATCHES - 1);
        }
        try (RocksDbLogStore store = open(damaged)) {
            assertThat(store.journalDamage())
                    .hasValueSatisfying(what -> assertThat(what).contains("earlier build"));
            assertThat(store.recover().get(0).logEnd()).isLessThan(BATCHES);
        }
    }

    /** The rows of a store, write by write, in a database that has them in its write-ahead log only. */
    private Path oldStore() throws Exception {
        Path fresh = temp.resolve("fresh");
        Path old = temp.resolve("old");
        RocksFiles target = RocksFiles.open(old, StorageSettings.defaults(), new Deaf());
        Database source = new Database(fresh, StorageSettings.defaults(), EarlierBuildTest::unexpected);
        try (RocksDbLogStore store = new RocksDbLogStore(source, StorageSettings.defaults());
                WriteOptions logged = new WriteOptions()) {
            store.recover();
            TestLog log = TestLog.created(store);
            copyRows(source, target, logged);
            for (int i = 0; i < BATCHES; i++) {
                log.append(1);
                copyRows(source, target, logged);
            }
            target.rocks().syncWal();
        } finally {
            Natives.closeInReverse(target.natives());
        }
        return old;
    }

    private static void copyRows(Database source, RocksFiles target, WriteOptions logged) throws Exception {
        try (WriteBatch batch = new WriteBatch()) {
            for (Family family : Family.values()) {
                try (RocksIterator rows = source.rocks().newIterator(source.handle(family))) {
                    for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                        if (family != Family.STATE || !Arrays.equals(rows.key(), StateRows.journalKey())) {
                            batch.put(target.handle(family), rows.key(), rows.value());
                        }
                    }
                }
            }
            target.rocks().write(logged, batch);
        }
    }

    private static Path writeAheadLog(Path store) throws Exception {
        try (Stream<Path> files = Files.list(store)) {
            List<Path> logs =
                    files.filter(file -> file.toString().endsWith(".log")).toList();
            assertThat(logs).hasSize(1);
            return logs.get(0);
        }
    }

    private static RocksDbLogStore open(Path path) {
        return RocksDbLogStore.open(path, StorageSettings.defaults(), EarlierBuildTest::unexpected);
    }

    private static void unexpected(StorageFault fault) {
        throw new AssertionError(fault);
    }

    private static final class Deaf extends AbstractEventListener {}
}
