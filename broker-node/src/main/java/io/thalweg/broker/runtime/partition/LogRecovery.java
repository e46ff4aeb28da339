package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.log.LogDamage;
import io.thalweg.broker.log.LogSlice;
import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.producer.ProducerTable;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.record.RecordBatches;
import io.thalweg.broker.replication.message.EpochMark;
import io.thalweg.broker.replication.view.LogCondition;
import io.thalweg.broker.replication.view.RecoveredLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what a replica needs to know out of what the store recovered. Reads from the disk. */
public final class LogRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);
    private static final int READ_BYTES = 1 << 20;
    private static final byte[] ALL_KEYS = {};

    private LogRecovery() {}

    /** What a replica needs; {@link LogCondition#UNREADABLE} if it cannot be read because of damage. */
    public static RecoveredLog of(LogStore store, StoredLog log) {
        try {
            return read(store, log);
        } catch (LogDamage damage) {
            LOG.error("What a replica must know of its log cannot be read: {}.", damage.getMessage());
            return RecoveredLog.unreadable();
        }
    }

    private static RecoveredLog read(LogStore store, StoredLog log) {
        return new RecoveredLog(
                log.state().logStart(),
                log.state().highWatermark(),
                log.state().watermarkEpoch(),
                log.logEnd(),
                log.chain(),
                log.epochs().stream()
                        .map(entry -> new EpochMark(entry.epoch(), entry.firstOffset(), entry.chain()))
                        .toList(),
                tail(store, log),
                lastAppendTime(store, log),
                producerRows(store, log.id()),
                log.unsyncedAcks(),
                log.damage() == null ? LogCondition.WHOLE : LogCondition.DAMAGED);
    }

    private static List<RecordBatch> tail(LogStore store, StoredLog log) {
        List<RecordBatch> tail = new ArrayList<>();
        long offset = log.state().highWatermark();
        while (offset < log.logEnd()) {
            LogSlice slice = store.read(log.id(), offset, log.logEnd(), READ_BYTES);
            if (slice.isEmpty()) {
                throw new IllegalStateException("log " + log.id() + " has nothing at " + offset);
            }
            for (RecordBatch batch : RecordBatches.of(slice.batches())) {
                tail.add(batch);
            }
            offset = slice.nextOffset();
        }
        return tail;
    }

    private static long lastAppendTime(LogStore store, StoredLog log) {
        long last = 0;
        if (log.logEnd() > log.state().logStart()) {
            LogSlice slice = store.read(log.id(), log.logEnd() - 1, log.logEnd(), READ_BYTES);
            for (RecordBatch batch : RecordBatches.of(slice.batches())) {
                last = batch.appendTimeMillis();
            }
        }
        return last;
    }

    private static List<Map.Entry<byte[], byte[]>> producerRows(LogStore store, LogId log) {
        List<Map.Entry<byte[], byte[]>> rows = new ArrayList<>();
        store.scan(log, ProducerTable.STORE_TABLE, ALL_KEYS, (key, value) -> rows.add(Map.entry(key, value)));
        return rows;
    }
}
