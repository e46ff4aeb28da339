package io.thalweg.broker.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.log.LogSlice;
import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.log.testing.TestLog;
import io.thalweg.broker.record.LogId;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead space comes back, live batches stay, and readers do not notice. */
class RocksDbSpaceTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final StorageSettings SMALL =
            new StorageSettings(MEBIBYTE, 2, MEBIBYTE, 8 * MEBIBYTE, MEBIBYTE, 8 * MEBIBYTE, 2);
    private static final LogId QUIET = new LogId(3);

    @TempDir
    Path folder;

    private RocksDbLogStore store;

    @BeforeEach
    void open() {
        store = RocksDbLogStore.open(folder, SMALL, RocksDbSpaceTest::unexpected);
        store.recover();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldGiveSpaceBackBelowTheLogStart() {
        TestLog log = TestLog.created(store);
        log.valueBytes(64 << 10);
        long before = fill(log, 320);

        log.state(log.end() - 10, log.end(), log.end());

        reclaimUntilBelow(before / 2);
        LogSlice rest = store.read(log.id(), log.end() - 10, log.end(), 8 << 20);
        assertThat(rest.nextOffset()).isEqualTo(log.end());
    }

    @Test
    void shouldMoveTheBatchesOfAQuietLogThatPinABusyOne() {
        TestLog quiet = TestLog.created(store, QUIET);
        quiet.append(5);
        TestLog busy = TestLog.created(store);
        busy.valueBytes(64 << 10);
        long before = fill(busy, 320);
        quiet.append(5);

        busy.state(busy.end(), busy.end(), busy.end());

        reclaimUntilBelow(before / 2);
        assertThat(store.read(QUIET, 0, 10, 1 << 20).nextOffset()).isEqualTo(10);
        store.close();
        open();
        assertThat(store.read(QUIET, 0, 10, 1 << 20).nextOffset()).isEqualTo(10);
    }

    @Test
    void shouldServeReadersWhileTheLogIsTruncatedAppendedAndReclaimed() throws Exception {
        TestLog log = TestLog.created(store);
        log.append(1);
        log.append(1);
        log.state(0, 2, 2);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Long> reads = CompletableFuture.supplyAsync(() -> readUntil(done, log.id()));

        for (int round = 0; round < 300; round++) {
            long end = log.end();
            long chain = log.chain();
            log.append(2);
            log.append(1);
            log.truncate(end, chain);
            log.append(1);
        }
        store.reclaim();
        done.set(true);

        assertThat(reads.get(20, TimeUnit.SECONDS)).isPositive();
    }

    private long readUntil(AtomicBoolean done, LogId log) {
        long reads = 0;
        while (!done.get() || reads == 0) {
            LogSlice slice = store.read(log, 0, Long.MAX_VALUE, 1 << 20);
            assertThat(slice.nextOffset()).isGreaterThanOrEqualTo(2);
            reads++;
        }
        return reads;
    }

    /** Appends that many batches of 64 KB and gives the size of the folder. */
    private long fill(TestLog log, int batches) {
        for (int i = 0; i < batches; i++) {
            log.append(1);
        }
        store.sync();
        return folderBytes();
    }

    private void reclaimUntilBelow(long bytes) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            store.reclaim();
            assertThat(folderBytes()).isLessThan(bytes);
        });
    }

    private long folderBytes() {
        File[] files = folder.toFile().listFiles();
        long bytes = 0;
        for (File file : files == null ? new File[0] : files) {
            bytes += file.getName().endsWith(".sst") ? file.length() : 0;
        }
        return bytes;
    }

    private static void unexpected(StorageFault fault) {
        throw new AssertionError(fault);
    }
}
