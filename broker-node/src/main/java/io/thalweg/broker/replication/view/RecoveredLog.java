package io.thalweg.broker.replication.view;

import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.message.EpochMark;
import java.util.List;
import java.util.Map;

/**
 * A replica's log as the store recovered it; everything in it is durable.
 *
 * @param watermarkEpoch leader epoch in which the high watermark was learned, 0 if that is not known
 * @param chain chain hash of everything below {@code logEnd}
 * @param epochs in ascending order, from the one in force at the log start
 * @param tail every batch in [highWatermark, logEnd), in order; only their headers are looked at
 * @param lastAppendTimeMillis append time of the last batch, 0 if there is none: no later one may be before it
 * @param producerRows rows of the producer table, as stored at {@code highWatermark}
 * @param unsyncedAcks as last stored by MarkUnsyncedAcks
 */
public record RecoveredLog(
        long logStart,
        long highWatermark,
        long watermarkEpoch,
        long logEnd,
        long chain,
        List<EpochMark> epochs,
        List<RecordBatch> tail,
        long lastAppendTimeMillis,
        List<Map.Entry<byte[], byte[]>> producerRows,
        boolean unsyncedAcks,
        LogCondition condition) {
    public RecoveredLog {
        epochs = List.copyOf(epochs);
        tail = List.copyOf(tail);
        producerRows = List.copyOf(producerRows);
    }

    /** A log in which nothing was ever appended. */
    public static RecoveredLog empty() {
        return new RecoveredLog(0, 0, 0, 0, 0, List.of(), List.of(), 0, List.of(), false, LogCondition.WHOLE);
    }

    /** A log of which only the damage counts. */
    public static RecoveredLog unreadable() {
        return new RecoveredLog(0, 0, 0, 0, 0, List.of(), List.of(), 0, List.of(), false, LogCondition.UNREADABLE);
    }
}
