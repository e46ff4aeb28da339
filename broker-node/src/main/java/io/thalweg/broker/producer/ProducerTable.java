package io.thalweg.broker.producer;

import io.thalweg.broker.record.ControlRecords;
import io.thalweg.broker.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What every idempotent producer appended last to one partition. Two layers: the stable one holds exactly what is
 * committed and is stored as rows together with the high watermark; the overlay holds the batches of the log above it,
 * in memory only. So a truncation, which never reaches below the high watermark, only drops overlay, and after a restart
 * or promotion the table is exact once the log above the high watermark was scanned.
 *
 * <p>Not thread-safe; belongs to the replica.
 */
public final class ProducerTable {
    /** Number of the derived table that holds the rows. */
    public static final byte STORE_TABLE = 1;

    private static final ProducerCheck NEXT = new ProducerCheck.Next();

    private static final Deque<Uncommitted> NOTHING = new ArrayDeque<>(0);

    /** Nothing is added to these before {@link #open}: many partitions never see a producer, and need no maps. */
    private Deque<Uncommitted> overlay = NOTHING;

    private NavigableMap<Long, ProducerState> stable = Collections.emptyNavigableMap();

    private Map<Long, Deque<SequencedBatch>> overlayByProducer = Map.of();
    private Set<Long> dirty = Set.of();
    private boolean opened;
    /** No committed producer's last append is older than this. */
    private long noneOlderThanMillis = Long.MIN_VALUE;

    /** Takes over a stored row. */
    public void load(byte[] key, byte[] value) {
        load(new ProducerRow(key, value).joined());
    }

    /** Takes over a row in the form of {@link #rows}; it is stored with the next {@link #takeDirtyRows}. */
    public void adopt(byte[] joinedRow) {
        long producerId = load(joinedRow);
        dirty.add(producerId);
    }

    private void open() {
        if (!opened) {
            opened = true;
            overlay = new ArrayDeque<>(0);
            stable = new TreeMap<>();
            overlayByProducer = new HashMap<>();
            dirty = new LinkedHashSet<>();
        }
    }

    private long load(byte[] joinedRow) {
        open();
        Map.Entry<Long, ProducerState> row = ProducerRow.decode(ByteBuffer.wrap(joinedRow));
        stable.put(row.getKey(), row.getValue());
        noneOlderThanMillis = Long.MIN_VALUE;
        return row.getKey();
    }

    /** What the producer's sequence says about an unstamped batch that would be appended now. */
    public ProducerCheck check(RecordBatch batch) {
        if (!batch.hasProducer()) {
            return NEXT;
        }
        ProducerState state = stable.get(batch.producerId());
        Deque<SequencedBatch> pending = overlayByProducer.get(batch.producerId());
        SequencedBatch last = last(state, pending);
        if (last == null) {
            return startsAnew(batch);
        }
        if (batch.producerEpoch() != last.producerEpoch()) {
            return batch.producerEpoch() < last.producerEpoch()
                    ? new ProducerCheck.Fenced(last.producerEpoch())
                    : startsAnew(batch);
        }
        if (batch.baseSequence() == last.lastSequence() + 1) {
            return NEXT;
        }
        SequencedBatch original = original(batch, state, pending);
        if (original != null) {
            return new ProducerCheck.Duplicate(original);
        }
        boolean older = state != null
                && state.epoch() == batch.producerEpoch()
                && batch.lastSequence() < state.batches().get(0).firstSequence();
        return older
                ? new ProducerCheck.OldDuplicate()
                : new ProducerCheck.OutOfOrder(last.lastSequence() + 1, batch.baseSequence());
    }

    /** A stamped batch was appended to the log. */
    public void appended(RecordBatch batch) {
        if (batch.hasProducer()) {
            open();
            SequencedBatch sequenced = SequencedBatch.of(batch);
            overlay.add(new Uncommitted(batch.producerId(), sequenced, sequenced.nextOffset(), 0));
            overlayByProducer
                    .computeIfAbsent(batch.producerId(), unused -> new ArrayDeque<>(2))
                    .add(sequenced);
        } else if (batch.isControl() && opened) {
            ControlRecords.asProducerExpiry(batch)
                    .ifPresent(expiry -> overlay.add(new Uncommitted(
                            RecordBatch.NO_PRODUCER, null, batch.nextOffset(), expiry.appendedBeforeMillis())));
        }
    }

    /** The log was cut: what lies at or above the offset is gone. The offset is at or above the high watermark. */
    public void truncated(long fromOffset) {
        Uncommitted newest = overlay.peekLast();
        while (newest != null && newest.nextOffset > fromOffset) {
            overlay.removeLast();
            if (newest.batch != null) {
                Deque<SequencedBatch> pending = overlayByProducer.get(newest.producerId);
                if (pending != null) {
                    pending.removeLast();
                    dropIfEmpty(newest.producerId, pending);
                }
            }
            newest = overlay.peekLast();
        }
    }

    /** Everything below the offset is committed. */
    public void committed(long highWatermark) {
        Uncommitted oldest = overlay.peekFirst();
        while (oldest != null && oldest.nextOffset <= highWatermark) {
            overlay.removeFirst();
            if (oldest.batch == null) {
                expire(oldest.expiresBeforeMillis);
            } else {
                commit(oldest.producerId, oldest.batch);
            }
            oldest = overlay.peekFirst();
        }
    }

    /** The log was cut below the high watermark: these rows of the leader, in the form of {@link #rows}, replace all. */
    public void replace(List<byte[]> joinedRows) {
        Set<Long> known = new LinkedHashSet<>(stable.keySet());
        known.addAll(dirty);
        clear();
        if (!known.isEmpty()) {
            dirty.addAll(known);
        }
        joinedRows.forEach(this::adopt);
    }

    /** Whether a row holds a batch that ends above the offset. Looks at all rows. */
    public boolean isAbove(long offset) {
        return stable.values().stream().anyMatch(state -> state.last().nextOffset() > offset);
    }

    /** Forgets committed batches that the log does not have: rows of a leader may be ahead of a log that never got there. */
    public void dropAbove(long logEnd) {
        for (Map.Entry<Long, ProducerState> entry : new ArrayList<>(stable.entrySet())) {
            ProducerState state = entry.getValue();
            if (state.last().nextOffset() > logEnd) {
                List<SequencedBatch> kept = state.batches().stream()
                        .filter(batch -> batch.nextOffset() <= logEnd)
                        .toList();
                if (kept.isEmpty()) {
                    stable.remove(entry.getKey());
                } else {
                    stable.put(entry.getKey(), new ProducerState(state.epoch(), kept));
                }
                dirty.add(entry.getKey());
            }
        }
    }

    /** The log was dropped; it begins again elsewhere. */
    public void clear() {
        if (opened) {
            overlay.clear();
            stable.clear();
            overlayByProducer.clear();
            dirty.clear();
        }
    }

    /** Rows that changed since the last call, to be stored together with the high watermark. */
    public List<ProducerRow> takeDirtyRows() {
        if (dirty.isEmpty()) {
            return List.of();
        }
        List<ProducerRow> rows = new ArrayList<>(dirty.size());
        for (long producerId : dirty) {
            ProducerState state = stable.get(producerId);
            rows.add(state == null ? ProducerRow.remove(producerId) : ProducerRow.put(producerId, state));
        }
        dirty.clear();
        return rows;
    }

    /**
     * Stable rows from a producer id on, for a follower that cannot derive them from the log. Pieces may be taken at
     * different high watermarks: each row is right for itself, and a producer that is new since then is in the log.
     *
     * @param maxBytes bound on their bytes, but for the first row
     */
    public ProducerRows rows(long from, int maxBytes) {
        List<byte[]> rows = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<Long, ProducerState> entry : stable.tailMap(from, true).entrySet()) {
            byte[] row = ProducerRow.put(entry.getKey(), entry.getValue()).joined();
            bytes += row.length;
            if (!rows.isEmpty() && bytes > maxBytes) {
                return new ProducerRows(from, rows, entry.getKey());
            }
            rows.add(row);
        }
        return new ProducerRows(from, rows, ProducerRows.NO_MORE);
    }

    /** Append time of the newest committed batch of any producer; 0 if there is none. Looks at all rows. */
    public long newestAppendMillis() {
        long newest = 0;
        for (ProducerState state : stable.values()) {
            newest = Math.max(newest, state.last().appendTimeMillis());
        }
        return newest;
    }

    /** Whether a producer's last committed append is older than the time. Looks at the table only if it may be. */
    public boolean hasOlderThan(long appendedBeforeMillis) {
        if (appendedBeforeMillis <= noneOlderThanMillis) {
            return false;
        }
        for (ProducerState state : stable.values()) {
            if (state.last().appendTimeMillis() < appendedBeforeMillis) {
                return true;
            }
        }
        noneOlderThanMillis = appendedBeforeMillis;
        return false;
    }

    private static ProducerCheck startsAnew(RecordBatch batch) {
        return batch.baseSequence() == 0 ? NEXT : new ProducerCheck.OutOfOrder(0, batch.baseSequence());
    }

    private static @Nullable SequencedBatch last(
            @Nullable ProducerState state, @Nullable Deque<SequencedBatch> pending) {
        if (pending != null) {
            return pending.peekLast();
        }
        return state == null ? null : state.last();
    }

    private static @Nullable SequencedBatch original(
            RecordBatch batch, @Nullable ProducerState state, @Nullable Deque<SequencedBatch> pending) {
        if (pending != null) {
            Iterator<SequencedBatch> newestFirst = pending.descendingIterator();
            while (newestFirst.hasNext()) {
                SequencedBatch candidate = newestFirst.next();
                if (candidate.sameSequences(batch)) {
                    return candidate;
                }
            }
        }
        if (state != null) {
            for (SequencedBatch candidate : state.batches()) {
                if (candidate.sameSequences(batch)) {
                    return candidate;
                }
            }
        }
        return null;
    }

    private void commit(long producerId, SequencedBatch batch) {
        Deque<SequencedBatch> pending = overlayByProducer.get(producerId);
        if (pending != null) {
            pending.removeFirst();
            dropIfEmpty(producerId, pending);
        }
        ProducerState state = stable.get(producerId);
        stable.put(producerId, state == null ? ProducerState.first(batch) : state.after(batch));
        noneOlderThanMillis = Math.min(noneOlderThanMillis, batch.appendTimeMillis());
        dirty.add(producerId);
    }

    private void expire(long appendedBeforeMillis) {
        Iterator<Map.Entry<Long, ProducerState>> states = stable.entrySet().iterator();
        while (states.hasNext()) {
            Map.Entry<Long, ProducerState> entry = states.next();
            if (entry.getValue().last().appendTimeMillis() < appendedBeforeMillis) {
                states.remove();
                dirty.add(entry.getKey());
            }
        }
    }

    private void dropIfEmpty(long producerId, Deque<SequencedBatch> pending) {
        if (pending.isEmpty()) {
            overlayByProducer.remove(producerId);
        }
    }

    /**
     * A batch above the high watermark, or, without a batch, an expiry.
     *
     * @param nextOffset offset after it
     */
    private record Uncommitted(
            long producerId, @Nullable SequencedBatch batch, long nextOffset, long expiresBeforeMillis) {}
}
