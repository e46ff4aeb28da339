package io.thalweg.broker.storage;

import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.log.testing.LogStoreContract;
import io.thalweg.broker.log.testing.LogStoreQueryContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class RocksDbLogStoreContractTest implements LogStoreContract, LogStoreQueryContract {
    @TempDir
    Path folder;

    private RocksDbLogStore store;

    @BeforeEach
    void open() {
        store = RocksDbLogStore.open(folder, StorageSettings.defaults(), RocksDbLogStoreContractTest::unexpected);
        store.recover();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public LogStore store() {
        return store;
    }

    @Override
    public List<StoredLog> reopen() {
        store.close();
        store = RocksDbLogStore.open(folder, StorageSettings.defaults(), RocksDbLogStoreContractTest::unexpected);
        return store.recover();
    }

    private static void unexpected(StorageFault fault) {
        throw new AssertionError(fault);
    }
}
