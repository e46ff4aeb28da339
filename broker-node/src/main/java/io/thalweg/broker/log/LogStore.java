package io.thalweg.broker.log;

import io.thalweg.broker.record.LogId;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * All logs of one broker. What a write contains is stored as a whole or not at all, over all its logs, and after a
 * crash the store holds a prefix of all writes that includes every synced one.
 *
 * <p>Threads: {@link #recover} first, once. Then {@link #write} by one thread at a time, {@link #sync} by one thread at
 * a time beside it, and everything else from any thread. Reads see a write as soon as it has returned. A
 * {@link StorageFault} from any method is final: the process stops.
 */
public interface LogStore extends AutoCloseable {
    /**
     * Loads every log, verified from its stored high watermark to its end: checksum, contiguity, chain hash. At the
     * first damage the log is cut, marked as damaged, and {@link StoredLog#damage} says so, now and at every later
     * recovery. Everything returned is durable.
     */
    List<StoredLog> recover();

    /**
     * Stores the changes atomically: visible to reads on return, durable after a later {@link #sync}.
     *
     * @throws IllegalStateException if a change does not fit the log; nothing was written
     * @throws StorageFault if the disk refuses; what was written is unknown
     */
    void write(LogChanges changes);

    /** Number of writes in the life of the data folder, also over restarts; each {@link #write} adds one. */
    long writtenSequence();

    /**
     * Blocks until everything written before the call is durable, without blocking writers meanwhile.
     *
     * @return the {@link #writtenSequence} that is now durable
     */
    long sync();

    /**
     * Reads whole, checked batches from the one that contains {@code fromOffset} (its earlier records come along) up to
     * {@code endOffsetExclusive}: no batch that reaches above it. At least one batch if there is any, then as many as
     * fit.
     *
     * @param maxBytes bound on the bytes returned, but for the first batch
     * @return empty if {@code fromOffset} is at or above the end, below the log start, or the log is unknown
     * @throws LogDamage if a batch is missing or fails its checksum; nothing of it is returned
     */
    LogSlice read(LogId log, long fromOffset, long endOffsetExclusive, int maxBytes);

    /**
     * Chain hash of everything below an offset, as stored with the batch that ends there.
     *
     * @return empty if the offset is no batch boundary, lies below the log start, or the log is unknown
     */
    OptionalLong chainAt(LogId log, long offset);

    /**
     * Base offset of the first batch whose latest create time is at or after a time, never below the log start.
     *
     * @return {@code endOffsetExclusive} if no batch below it is that late, or the log is unknown
     */
    long offsetForTime(LogId log, long timeMillis, long endOffsetExclusive);

    /**
     * The log start that retention asks for: goes over whole batches from the current one while a batch was appended
     * before {@code appendedBeforeMillis}, or the log without it still has {@code keepBytes}. Changes nothing.
     *
     * @param appendedBeforeMillis {@link Long#MIN_VALUE} for no limit by time
     * @param keepBytes {@link Long#MAX_VALUE} for no limit by size
     * @return a batch boundary at or below {@code endOffsetExclusive}, at least the log start
     */
    long retentionStart(LogId log, long appendedBeforeMillis, long keepBytes, long endOffsetExclusive);

    /** Bytes of all batches from the log start to the log end, within one batch; 0 for an unknown log. */
    long sizeBytes(LogId log);

    /** The value of a row of a derived table, or null. */
    byte @Nullable [] value(LogId log, byte table, byte[] key);

    /** Visits the rows of a derived table whose keys begin with a prefix, in unsigned byte order of the keys. */
    void scan(LogId log, byte table, byte[] keyPrefix, RowVisitor visitor);

    /**
     * Gives back the space below the log starts and of deleted logs, as far as that is cheap; syncs first. Takes up to
     * seconds; readers and writers go on. Call it every half minute or so, one thread at a time.
     *
     * @return bytes of files that were removed
     */
    long reclaim();

    /** Syncs and closes. No other call may be running or follow. */
    @Override
    void close();

    /** Receives the rows of {@link #scan}. */
    @FunctionalInterface
    interface RowVisitor {
        /** @return whether to go on */
        boolean visit(byte[] key, byte[] value);
    }
}
