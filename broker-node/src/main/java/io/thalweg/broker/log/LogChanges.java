package io.thalweg.broker.log;

import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * What one {@link LogStore#write} does, over any number of logs, in the order of the calls. Reusable: {@link #clear}
 * after the write. Batches and arrays are not copied and must stay as they are until the write has returned.
 *
 * <p>The store checks each step against the log as it is at that point and throws {@link IllegalStateException}, having
 * written nothing, if it does not fit: that is a bug of the caller. Not thread-safe.
 */
public final class LogChanges {
    private final List<LogChange> changes = new ArrayList<>();
    private long bytes;

    /** A new, empty log that begins at offset 0. It must not exist. */
    public LogChanges create(LogId log, BatchSeed seed) {
        return add(new LogChange.Create(log, seed));
    }

    /**
     * Adds a stamped batch at the log end; its epoch is at or above the last one. A batch of a new epoch adds an entry
     * to the epoch list.
     *
     * @param chainAfter {@link RecordBatch#chainAfter} of the log's chain hash before it
     */
    public LogChanges append(LogId log, RecordBatch batch, long chainAfter) {
        bytes += batch.length();
        return add(new LogChange.Append(log, batch, chainAfter));
    }

    /**
     * Removes every batch at or above an offset, which is the base offset of a batch or the log end, and the epochs
     * that begin there. Refused below the log start and below the stored high watermark; lower that by
     * {@link #state} first if a recovery allows it.
     */
    public LogChanges truncate(LogId log, long fromOffsetInclusive) {
        return add(new LogChange.Truncate(log, fromOffsetInclusive));
    }

    /**
     * Removes everything, derived tables included; the log then begins, and ends, at {@code logStart}, with all stored
     * positions there.
     *
     * @param epochAtStart the epoch in force at the log start, kept as the only entry: its first offset is at or below
     *     {@code logStart} and its chain hash is the one of everything below {@code logStart}
     */
    public LogChanges reset(LogId log, long logStart, EpochEntry epochAtStart) {
        return add(new LogChange.Reset(log, logStart, epochAtStart));
    }

    /**
     * Stores the positions, each at or below the log end. The log start never goes back. What lies below it is no
     * longer read and goes with a later {@link LogStore#reclaim}.
     */
    public LogChanges state(LogId log, LogState state) {
        return add(new LogChange.State(log, state));
    }

    /** Remembers whether appends of this log are acknowledged before a sync; see {@link StoredLog#unsyncedAcks}. */
    public LogChanges unsyncedAcks(LogId log, boolean value) {
        return add(new LogChange.UnsyncedAcks(log, value));
    }

    /** Remembers whether damaged bytes were found in this log; {@link StoredLog#damage} tells it after a restart. */
    public LogChanges damaged(LogId log, boolean value) {
        return add(new LogChange.Damaged(log, value));
    }

    /** Sets a row of a derived table. Tables are small and belong to their log. */
    public LogChanges put(LogId log, byte table, byte[] key, byte[] value) {
        bytes += key.length + value.length;
        return add(new LogChange.Put(log, new TableKey(table, key), value));
    }

    /** Removes a row of a derived table, if it is there. */
    public LogChanges remove(LogId log, byte table, byte[] key) {
        bytes += key.length;
        return add(new LogChange.Remove(log, new TableKey(table, key)));
    }

    /** Removes the log and all that belongs to it. Space comes back in the background. */
    public LogChanges delete(LogId log) {
        return add(new LogChange.Delete(log));
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Bytes of all batches and rows added since the last {@link #clear}, to bound one write. */
    public long bytes() {
        return bytes;
    }

    /** Forgets everything, ready for the next write. */
    public void clear() {
        changes.clear();
        bytes = 0;
    }

    /** Hands every step to the handler, in order. For stores. */
    public void forEach(LogChange.Handler handler) {
        for (LogChange change : changes) {
            change.dispatch(handler);
        }
    }

    private LogChanges add(LogChange change) {
        changes.add(change);
        return this;
    }
}
