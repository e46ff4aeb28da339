package io.thalweg.broker.log.testing;

import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.log.LogState;
import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.record.BatchBuilder;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.ChainHash;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import java.nio.charset.StandardCharsets;

/** A log of a store under test, with the positions that its next append needs. */
public final class TestLog {
    public static final LogId ID = new LogId(17);
    public static final BatchSeed SEED = new BatchSeed(0x0011223344556677L, 0x8899AABBCCDDEEFFL, 7);
    private static final long TIME = 1_790_000_000_000L;

    private final LogStore store;
    private final LogId id;
    private long end;
    private long chain = ChainHash.EMPTY;
    private long epoch = 1;
    private int valueBytes = 20;

    private TestLog(LogStore store, LogId id) {
        this.store = store;
        this.id = id;
    }

    /** Creates {@link #ID} in the store. */
    public static TestLog created(LogStore store) {
        return created(store, ID);
    }

    public static TestLog created(LogStore store, LogId id) {
        store.write(new LogChanges().create(id, SEED));
        return new TestLog(store, id);
    }

    /** A log that is already there, to go on with after {@link #at}. */
    public static TestLog existing(LogStore store, LogId id) {
        return new TestLog(store, id);
    }

    public LogId id() {
        return id;
    }

    public long end() {
        return end;
    }

    public long chain() {
        return chain;
    }

    /** Leader epoch of the batches to come; 1 at first. */
    public void epoch(long next) {
        epoch = next;
    }

    /** Size of each record's value; 20 bytes at first. */
    public void valueBytes(int bytes) {
        valueBytes = bytes;
    }

    /** Goes on from here, without touching the store. */
    public void at(long offset, long chainThere) {
        end = offset;
        chain = chainThere;
    }

    /** A stamped batch that fits the end, not written. */
    public RecordBatch next(int records) {
        return next(records, TIME + end);
    }

    private RecordBatch next(int records, long timeMillis) {
        BatchBuilder builder = new BatchBuilder(SEED);
        for (int i = 0; i < records; i++) {
            byte[] value = String.format("%0" + valueBytes + "d", end + i).getBytes(StandardCharsets.UTF_8);
            builder.add(new byte[] {1}, value, timeMillis);
        }
        RecordBatch batch = builder.build();
        batch.stamp(end, epoch, timeMillis);
        return batch;
    }

    /** Appends one batch with this many records in a write of its own. */
    public RecordBatch append(int records) {
        return write(next(records));
    }

    /** The same with a create and append time. */
    public RecordBatch appendAt(int records, long timeMillis) {
        return write(next(records, timeMillis));
    }

    private RecordBatch write(RecordBatch batch) {
        chain = batch.chainAfter(chain);
        end = batch.nextOffset();
        store.write(new LogChanges().append(id, batch, chain));
        return batch;
    }

    public void truncate(long fromOffset, long chainThere) {
        store.write(new LogChanges().truncate(id, fromOffset));
        at(fromOffset, chainThere);
    }

    public void state(long logStart, long highWatermark, long appliedOffset) {
        store.write(new LogChanges().state(id, new LogState(logStart, highWatermark, appliedOffset)));
    }
}
