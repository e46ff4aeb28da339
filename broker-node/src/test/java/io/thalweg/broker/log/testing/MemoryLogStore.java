package io.thalweg.broker.log.testing;

import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.log.LogDamage;
import io.thalweg.broker.log.LogHead;
import io.thalweg.broker.log.LogSlice;
import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.log.TableKey;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A log store in memory that knows what a disk would have after a crash: writes since the last {@link #sync} can be
 * lost, a suffix of them, by {@link #crash}. Faults can be injected. Thread-safe by one lock.
 */
public final class MemoryLogStore implements LogStore {
    private final MemoryLogs durable = new MemoryLogs();
    private final ArrayDeque<LogChanges> unsynced = new ArrayDeque<>();
    private MemoryLogs written = new MemoryLogs();
    private long writtenSequence;
    private @Nullable StorageFault fault;
    private long freeBytes = Long.MAX_VALUE;
    private boolean failNextSync;

    /** Loses every write after the first {@code keepUnsynced} that were not synced; the store is as if reopened. */
    public synchronized void crash(int keepUnsynced) {
        for (int kept = 0; kept < keepUnsynced && !unsynced.isEmpty(); kept++) {
            durable.apply(unsynced.removeFirst());
        }
        writtenSequence -= unsynced.size();
        unsynced.clear();
        written = new MemoryLogs(durable);
        fault = null;
        failNextSync = false;
    }

    /** Number of writes that a crash could lose. */
    public synchronized int unsyncedWrites() {
        return unsynced.size();
    }

    /** From now on only this many bytes can be written; the write that needs more fails like on a full disk. */
    public synchronized void limitSpace(long bytes) {
        freeBytes = bytes;
    }

    /** The next write or sync, and all after it, fail with an I/O error. */
    public synchronized void failFromNowOn() {
        fault = new StorageFault("injected I/O error");
    }

    /** The next sync fails, and everything after it. */
    public synchronized void failNextSync() {
        failNextSync = true;
    }

    /** Flips a bit of the stored batch with this base offset. */
    public synchronized void corrupt(LogId log, long baseOffset) {
        RecordBatch batch =
                Objects.requireNonNull(written.logs.get(log)).batches.get(baseOffset);
        ByteBuffer bytes = ByteBuffer.allocate(Objects.requireNonNull(batch).length());
        bytes.put(batch.bytes()).flip();
        int last = bytes.limit() - 1;
        bytes.put(last, (byte) (bytes.get(last) ^ 1));
        for (MemoryLogs logs : List.of(written, durable)) {
            MemoryLog found = logs.logs.get(log);
            if (found != null && found.batches.containsKey(baseOffset)) {
                found.batches.put(baseOffset, RecordBatch.wrap(bytes));
            }
        }
    }

    /** Checks every batch of a log that is kept; throws {@link LogDamage} at the first damaged one. */
    public synchronized void verify(LogId log) {
        MemoryLog found = written.logs.get(log);
        if (found == null) {
            return;
        }
        for (RecordBatch batch : found.batches.values()) {
            if (!batch.crcMatches(found.head.seed())) {
                throw new LogDamage(log, batch.baseOffset(), "checksum does not match");
            }
        }
    }

    @Override
    public synchronized List<StoredLog> recover() {
        List<StoredLog> found = new ArrayList<>();
        written.logs.forEach((id, log) -> found.add(verified(id, log)));
        return found;
    }

    private StoredLog verified(LogId id, MemoryLog log) {
        LogHead head = log.head;
        for (RecordBatch batch :
                log.batches.tailMap(head.state().highWatermark(), true).values()) {
            if (!batch.crcMatches(head.seed())) {
                LogChanges cut =
                        new LogChanges().truncate(id, batch.baseOffset()).damaged(id, true);
                written.apply(cut);
                durable.apply(cut);
                return Objects.requireNonNull(written.head(id))
                        .toStored(id, "checksum of the batch at " + batch.baseOffset());
            }
        }
        return head.toStored(id, head.marks().damaged() ? "damage was found before" : null);
    }

    @Override
    public synchronized void write(LogChanges changes) {
        failIfFaulty();
        LogChanges copy = MemoryLogs.copyOf(changes);
        if (changes.bytes() > freeBytes) {
            fault = new StorageFault("injected: no space left on device");
            throw fault;
        }
        written.apply(copy);
        freeBytes -= freeBytes == Long.MAX_VALUE ? 0 : changes.bytes();
        unsynced.addLast(copy);
        writtenSequence++;
    }

    @Override
    public synchronized long writtenSequence() {
        return writtenSequence;
    }

    @Override
    public synchronized long sync() {
        if (failNextSync) {
            failNextSync = false;
            fault = new StorageFault("injected: sync failed");
        }
        failIfFaulty();
        while (!unsynced.isEmpty()) {
            durable.apply(unsynced.removeFirst());
        }
        return writtenSequence;
    }

    @Override
    public synchronized LogSlice read(LogId log, long fromOffset, long endOffsetExclusive, int maxBytes) {
        failIfFaulty();
        MemoryLog found = written.logs.get(log);
        if (found == null || fromOffset < found.head.state().logStart()) {
            return LogSlice.empty(fromOffset);
        }
        Long first = found.batches.floorKey(fromOffset);
        List<RecordBatch> chosen = new ArrayList<>();
        int bytes = 0;
        for (RecordBatch batch :
                found.batches.tailMap(first == null ? fromOffset : first, true).values()) {
            boolean fits = chosen.isEmpty() || bytes + batch.length() <= maxBytes;
            if (batch.nextOffset() > endOffsetExclusive || !fits) {
                break;
            }
            if (batch.nextOffset() > fromOffset) {
                if (!batch.crcMatches(found.head.seed())) {
                    throw new LogDamage(log, batch.baseOffset(), "checksum does not match");
                }
                chosen.add(batch);
                bytes += batch.length();
            }
        }
        return slice(fromOffset, chosen, bytes);
    }

    private static LogSlice slice(long fromOffset, List<RecordBatch> chosen, int bytes) {
        if (chosen.isEmpty()) {
            return LogSlice.empty(fromOffset);
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        chosen.forEach(batch -> buffer.put(batch.bytes()));
        return new LogSlice(
                chosen.get(0).baseOffset(), chosen.get(chosen.size() - 1).nextOffset(), buffer.flip());
    }

    @Override
    public synchronized OptionalLong chainAt(LogId log, long offset) {
        MemoryLog found = written.logs.get(log);
        if (found == null || offset < found.head.state().logStart()) {
            return OptionalLong.empty();
        }
        LogHead.Boundary boundary = found.boundaries.get(offset);
        return boundary == null ? OptionalLong.empty() : OptionalLong.of(boundary.chain());
    }

    @Override
    public synchronized long offsetForTime(LogId log, long timeMillis, long endOffsetExclusive) {
        return firstBatch(log, endOffsetExclusive, batch -> batch.maxCreateTimeMillis() >= timeMillis);
    }

    @Override
    public synchronized long retentionStart(
            LogId log, long appendedBeforeMillis, long keepBytes, long endOffsetExclusive) {
        MemoryLog found = written.logs.get(log);
        long size = found == null ? 0 : found.head.sizeBytes();
        long[] left = {size};
        return firstBatch(log, endOffsetExclusive, batch -> {
            left[0] -= batch.length();
            return batch.appendTimeMillis() >= appendedBeforeMillis && left[0] < keepBytes;
        });
    }

    private long firstBatch(LogId log, long end, Predicate<RecordBatch> wanted) {
        MemoryLog found = written.logs.get(log);
        if (found == null) {
            return end;
        }
        long start = found.head.state().logStart();
        for (RecordBatch batch : found.batches.values()) {
            if (batch.nextOffset() > end || wanted.test(batch)) {
                return Math.max(start, Math.min(batch.baseOffset(), end));
            }
        }
        return Math.min(end, found.head.end().offset());
    }

    @Override
    public synchronized long sizeBytes(LogId log) {
        LogHead head = written.head(log);
        return head == null ? 0 : head.sizeBytes();
    }

    @Override
    public synchronized byte @Nullable [] value(LogId log, byte table, byte[] key) {
        MemoryLog found = written.logs.get(log);
        return found == null ? null : found.rows.get(new TableKey(table, key));
    }

    @Override
    public synchronized void scan(LogId log, byte table, byte[] keyPrefix, RowVisitor visitor) {
        MemoryLog found = written.logs.get(log);
        if (found == null) {
            return;
        }
        for (Map.Entry<TableKey, byte[]> row :
                found.rows.tailMap(new TableKey(table, keyPrefix), true).entrySet()) {
            byte[] key = row.getKey().key();
            boolean inside = row.getKey().table() == table
                    && key.length >= keyPrefix.length
                    && Arrays.equals(key, 0, keyPrefix.length, keyPrefix, 0, keyPrefix.length);
            if (!inside || !visitor.visit(key.clone(), row.getValue().clone())) {
                return;
            }
        }
    }

    @Override
    public synchronized long reclaim() {
        sync();
        return 0;
    }

    @Override
    public synchronized void close() {
        if (fault == null) {
            sync();
        }
    }

    private void failIfFaulty() {
        if (fault != null) {
            throw fault;
        }
    }
}
