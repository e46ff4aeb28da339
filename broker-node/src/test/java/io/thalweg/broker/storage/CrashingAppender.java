package io.thalweg.broker.storage;

import io.thalweg.broker.log.testing.TestLog;
import java.nio.file.Path;

/** The process that {@link RocksDbCrashIT} kills: appends, syncs, and says how far it is synced, until it is killed. */
final class CrashingAppender {
    /** Ends by itself if nobody kills it. */
    private static final int ROUNDS = 100_000;

    private CrashingAppender() {}

    public static void main(String[] args) {
        RocksDbLogStore store = RocksDbLogStore.open(Path.of(args[0]), StorageSettings.defaults(), fault -> {
            Runtime.getRuntime().halt(3);
        });
        store.recover();
        TestLog log = TestLog.created(store);
        log.valueBytes(1000);
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
