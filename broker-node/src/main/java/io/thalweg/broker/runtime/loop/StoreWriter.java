package io.thalweg.broker.runtime.loop;

import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.log.LogStore;

/** The one way to write to the store: one loop at a time. The sync thread is told what is not durable. */
final class StoreWriter {
    private final LogStore store;
    private final SyncThread sync;
    private final Object lock = new Object();

    StoreWriter(LogStore store, SyncThread sync) {
        this.store = store;
        this.sync = sync;
    }

    /** @return the store's sequence with this write in it */
    long write(LogChanges changes) {
        synchronized (lock) {
            store.write(changes);
            return store.writtenSequence();
        }
    }

    /** Everything up to this sequence shall become durable. */
    void wantSync(long sequence, boolean urgent) {
        sync.want(sequence, urgent);
    }
}
