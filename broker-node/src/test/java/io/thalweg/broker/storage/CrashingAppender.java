package io.thalweg.broker.storage;

import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.log.testing.TestLog;
import java.nio.file.Path;
import java.util.List;

/**
 * The process that {@link RocksDbCrashIT} kills: goes on with a log, appends, syncs, and says how far it is synced, until it is
 * killed.
 */
final class CrashingAppender {
    private static final long MEBIBYTE = 1 << 20;

    /** Buffers so small that flushes never end, and the journal is always losing its beginning. */
    static final StorageSettings SMALL =
            new StorageSettings(MEBIBYTE, 2, MEBIBYTE, 8 * MEBIBYTE, MEBIBYTE, MEBIBYTE, 2);

    /** Ends by itself if nobody kills it. */
    private static final int ROUNDS = 100_000;

    private CrashingAppender() {}

    /** @param args folder, bytes of a value; small buffers if there is a third one */
    public static void main(String[] args) {
        StorageSettings settings = args.length > 2 ? SMALL : StorageSettings.defaults();
        RocksDbLogStore store = RocksDbLogStore.open(Path.of(args[0]), settings, fault -> {
            Runtime.getRuntime().halt(3);
        });
        List<StoredLog> found = store.recover();
        TestLog log;
        if (found.isEmpty()) {
            log = TestLog.created(store);
        } else {
            log = TestLog.existing(store, TestLog.ID);
            log.at(found.get(0).logEnd(), found.get(0).chain());
        }
        log.valueBytes(Integer.parseInt(args[1]));
        for (int round = 0; round < ROUNDS; round++) {
            log.append(3);
            if (round % 4 == 0) {
                store.sync();
                System.out.println(log.end() + " " + log.chain());
                System.out.flush();
            }
        }
        store.close();
    }
}
