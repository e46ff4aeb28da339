package io.thalweg.broker.app;

import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.log.LogSlice;
import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.record.LogId;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A store that remembers how far it is synced, for the beats of the session. Everything else is the store's. */
final class SyncObservingStore implements LogStore {

    private final LogStore store;
    private volatile long syncedSequence;

    SyncObservingStore(LogStore store) {
        this.store = store;
    }

    /** Returns the highest sequence that is known to be durable. */
    long syncedSequence() {
        return syncedSequence;
    }

    @Override
    public List<StoredLog> recover() {
        List<StoredLog> recovered = store.recover();
        syncedSequence = store.writtenSequence();
        return recovered;
    }

    @Override
    public void write(LogChanges changes) {
        store.write(changes);
    }

    @Override
    public long writtenSequence() {
        return store.writtenSequence();
    }

    @Override
    public long sync() {
        long synced = store.sync();
        syncedSequence = synced;
        return synced;
    }

    @Override
    public LogSlice read(LogId log, long fromOffset, long endOffsetExclusive, int maxBytes) {
        return store.read(log, fromOffset, endOffsetExclusive, maxBytes);
    }

    @Override
    public OptionalLong chainAt(LogId log, long offset) {
        return store.chainAt(log, offset);
    }

    @Override
    public long offsetForTime(LogId log, long timeMillis, long endOffsetExclusive) {
        return store.offsetForTime(log, timeMillis, endOffsetExclusive);
    }

    @Override
    public long retentionStart(LogId log, long appendedBeforeMillis, long keepBytes, long endOffsetExclusive) {
        return store.retentionStart(log, appendedBeforeMillis, keepBytes, endOffsetExclusive);
    }

    @Override
    public long sizeBytes(LogId log) {
        return store.sizeBytes(log);
    }

    @Override
    public byte @Nullable [] value(LogId log, byte table, byte[] key) {
        return store.value(log, table, key);
    }

    @Override
    public void scan(LogId log, byte table, byte[] keyPrefix, RowVisitor visitor) {
        store.scan(log, table, keyPrefix, visitor);
    }

    @Override
    public long reclaim() {
        return store.reclaim();
    }

    @Override
    public void close() {
        store.close();
    }
}
