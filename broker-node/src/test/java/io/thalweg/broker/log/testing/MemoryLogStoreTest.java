package io.thalweg.broker.log.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.broker.log.LogDamage;
import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.log.StoredLog;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryLogStoreTest implements LogStoreContract, LogStoreQueryContract {
    private final MemoryLogStore store = new MemoryLogStore();

    @Override
    public LogStore store() {
        return store;
    }

    @Override
    public List<StoredLog> reopen() {
        store.crash(0);
        return store.recover();
    }

    @Test
    void shouldLoseASuffixOfUnsyncedWritesInACrash() {
        TestLog log = TestLog.created(store);
        log.append(1);
        store.sync();
        log.append(1);
        log.append(1);
        log.append(1);

        assertThat(store.unsyncedWrites()).isEqualTo(3);
        store.crash(2);

        assertThat(store.recover().get(0).logEnd()).isEqualTo(3);
        assertThat(store.writtenSequence()).isEqualTo(4);
    }

    @Test
    void shouldFailForGoodOnceTheDiskIsFull() {
        TestLog log = TestLog.created(store);
        int length = log.append(1).length();
        store.limitSpace(length + 10);
        log.append(1);

        assertThatThrownBy(() -> log.append(1)).isInstanceOf(StorageFault.class).hasMessageContaining("no space");
        assertThatThrownBy(store::sync).isInstanceOf(StorageFault.class);
        store.limitSpace(Long.MAX_VALUE);
        store.crash(0);
        assertThat(store.recover()).isEmpty();
    }

    @Test
    void shouldFailInjectedSyncsAndWrites() {
        TestLog log = TestLog.created(store);
        store.failNextSync();

        log.append(1);
        assertThatThrownBy(store::sync).isInstanceOf(StorageFault.class);
        assertThatThrownBy(() -> log.append(1)).isInstanceOf(StorageFault.class);
    }

    @Test
    void shouldNeverServeACorruptBatchAndCutItAtRecovery() {
        TestLog log = TestLog.created(store);
        log.append(1);
        log.append(1);
        store.sync();
        store.corrupt(log.id(), 1);

        assertThat(store.read(log.id(), 0, 1, 4096).nextOffset()).isEqualTo(1);
        assertThatThrownBy(() -> store.read(log.id(), 1, 2, 4096)).isInstanceOf(LogDamage.class);
        StoredLog stored = reopen().get(0);
        assertThat(stored.logEnd()).isEqualTo(1);
        assertThat(stored.damageFound()).isPresent();
        assertThat(reopen().get(0).damageFound()).isPresent();
    }
}
