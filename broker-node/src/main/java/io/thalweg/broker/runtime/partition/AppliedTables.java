package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.record.RecordBatches;
import io.thalweg.broker.runtime.link.CommittedApplier;
import io.thalweg.broker.runtime.link.TableWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Drives the applier of an internal topic's partition over its committed batches. The rows wait here until the replica
 * stores its positions, so that rows and applied offset are in one write. Only for the loop.
 */
final class AppliedTables {
    private static final int READ_BYTES = 1 << 20;

    private final CommittedApplier applier;
    private final LogId log;
    private final BatchSource source;
    private final List<Consumer<LogChanges>> rows = new ArrayList<>();
    private long appliedOffset;
    private boolean leading;

    /** Reads whole batches in [fromOffset, endOffset), written or about to be. */
    @FunctionalInterface
    interface BatchSource {
        /** @return at least one batch */
        List<ByteBuffer> read(long fromOffset, long endOffset, int maxBytes);
    }

    AppliedTables(CommittedApplier applier, LogId log, BatchSource source, long appliedOffset) {
        this.applier = applier;
        this.log = log;
        this.source = source;
        this.appliedOffset = appliedOffset;
    }

    /** Applies everything below the high watermark that was not applied. */
    void applyBelow(long highWatermark) {
        TableWriter writer = writer();
        while (appliedOffset < highWatermark) {
            long before = appliedOffset;
            for (ByteBuffer piece : source.read(appliedOffset, highWatermark, READ_BYTES)) {
                for (RecordBatch batch : RecordBatches.of(piece)) {
                    if (batch.baseOffset() >= appliedOffset && batch.nextOffset() <= highWatermark) {
                        applier.apply(batch, writer);
                        appliedOffset = batch.nextOffset();
                    }
                }
            }
            if (appliedOffset == before) {
                throw new IllegalStateException("no batch at " + appliedOffset + " below " + highWatermark);
            }
        }
    }

    /** Moves the rows into a write that stores an applied offset equal to ours. */
    void storeRows(LogChanges changes) {
        rows.forEach(row -> row.accept(changes));
        rows.clear();
    }

    /** Leading, with everything committed of earlier epochs applied. */
    void leads(long leaderEpoch) {
        leading = true;
        applier.onLeading(leaderEpoch);
    }

    void leadsNoMore() {
        if (leading) {
            leading = false;
            applier.onLeadingEnded();
        }
    }

    /** The log begins again here, without tables. */
    void reset(long logStart) {
        rows.clear();
        appliedOffset = logStart;
        applier.onReset();
    }

    boolean isRestless() {
        return applier.isRestless();
    }

    void tick(long nowMillis) {
        applier.onTick(nowMillis);
    }

    void remove() {
        leadsNoMore();
        applier.onRemoved();
    }

    private TableWriter writer() {
        return new TableWriter() {
            @Override
            public void put(byte table, byte[] key, byte[] value) {
                rows.add(changes -> changes.put(log, table, key, value));
            }

            @Override
            public void remove(byte table, byte[] key) {
                rows.add(changes -> changes.remove(log, table, key));
            }
        };
    }
}
