package io.thalweg.broker.log.testing;

import io.thalweg.broker.log.LogHead;
import io.thalweg.broker.log.TableKey;
import io.thalweg.broker.record.RecordBatch;
import java.util.TreeMap;

/** One log in memory: its head, batches by base offset, boundaries by offset, and rows. */
final class MemoryLog {
    LogHead head;
    final TreeMap<Long, RecordBatch> batches = new TreeMap<>();
    final TreeMap<Long, LogHead.Boundary> boundaries = new TreeMap<>();
    final TreeMap<TableKey, byte[]> rows = new TreeMap<>();

    MemoryLog(LogHead head) {
        this.head = head;
        restart();
    }

    MemoryLog(MemoryLog other) {
        head = other.head;
        batches.putAll(other.batches);
        boundaries.putAll(other.boundaries);
        rows.putAll(other.rows);
    }

    /** Forgets all content; the head says where the log begins anew. */
    void restart() {
        batches.clear();
        rows.clear();
        boundaries.clear();
        boundaries.put(head.base().offset(), head.base());
    }
}
