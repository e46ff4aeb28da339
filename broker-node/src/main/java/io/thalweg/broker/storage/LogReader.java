package io.thalweg.broker.storage;

import io.thalweg.broker.log.LogDamage;
import io.thalweg.broker.log.LogHead;
import io.thalweg.broker.log.LogSlice;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.LogId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Reads of batches and questions to the index. Thread-safe. */
final class LogReader {
    private final Database database;
    private final Heads heads;
    private final DataReader data;

    LogReader(Database database, Heads heads, DataReader data) {
        this.database = database;
        this.heads = heads;
        this.data = data;
    }

    LogSlice read(LogId log, long fromOffset, long endOffsetExclusive, int maxBytes) {
        LogHead head = heads.head(log);
        if (head == null || fromOffset < head.state().logStart() || fromOffset >= endOffsetExclusive) {
            return LogSlice.empty(fromOffset);
        }
        List<IndexEntry> chosen = choose(log, fromOffset, endOffsetExclusive, maxBytes);
        try {
            return load(log, head.seed(), fromOffset, chosen);
        } catch (LogDamage damage) {
            List<IndexEntry> again = choose(log, fromOffset, endOffsetExclusive, maxBytes);
            if (again.equals(chosen) && !wasTrimmed(log, damage.offset())) {
                throw damage;
            }
            return wasTrimmed(log, fromOffset) ? LogSlice.empty(fromOffset) : load(log, head.seed(), fromOffset, again);
        }
    }

    private LogSlice load(LogId log, BatchSeed seed, long fromOffset, List<IndexEntry> chosen) {
        if (chosen.isEmpty()) {
            return LogSlice.empty(fromOffset);
        }
        int bytes = 0;
        for (IndexEntry entry : chosen) {
            bytes += entry.length();
        }
        byte[] target = new byte[bytes];
        int at = 0;
        for (IndexEntry entry : chosen) {
            data.read(log, seed, entry, target, at);
            at += entry.length();
        }
        return new LogSlice(
                chosen.get(0).baseOffset(), chosen.get(chosen.size() - 1).nextOffset(), ByteBuffer.wrap(target));
    }

    private List<IndexEntry> choose(LogId log, long fromOffset, long endOffsetExclusive, int maxBytes) {
        List<IndexEntry> chosen = new ArrayList<>();
        long bytes = 0;
        long expected = -1;
        try (IndexCursor cursor = IndexCursor.below(database, log, endOffsetExclusive)) {
            IndexEntry entry = cursor.floor(log, fromOffset);
            if (entry != null && entry.nextOffset() <= fromOffset) {
                return chosen;
            }
            while (entry != null && entry.nextOffset() <= endOffsetExclusive) {
                bytes += entry.length();
                if (!chosen.isEmpty() && bytes > maxBytes) {
                    break;
                }
                if (expected >= 0 && entry.baseOffset() != expected) {
                    throw new LogDamage(log, expected, "the index has a gap up to " + entry.baseOffset());
                }
                expected = entry.nextOffset();
                chosen.add(entry);
                entry = cursor.next(log);
            }
        }
        return chosen;
    }

    /** Whether the log start passed the offset, or the log went, since the index was read: then no data is no damage. */
    private boolean wasTrimmed(LogId log, long offset) {
        LogHead now = heads.head(log);
        return now == null || offset < now.state().logStart();
    }

    OptionalLong chainAt(LogId log, long offset) {
        LogHead head = heads.head(log);
        if (head == null
                || offset < head.state().logStart()
                || offset > head.end().offset()) {
            return OptionalLong.empty();
        }
        LogHead.Boundary floor = heads.floor(log, offset);
        return floor.offset() == offset ? OptionalLong.of(floor.chain()) : OptionalLong.empty();
    }

    long offsetForTime(LogId log, long timeMillis, long endOffsetExclusive) {
        return firstBatch(log, endOffsetExclusive, entry -> entry.maxCreateTimeMillis() >= timeMillis);
    }

    long retentionStart(LogId log, long appendedBeforeMillis, long keepBytes, long endOffsetExclusive) {
        LogHead head = heads.head(log);
        long total = head == null ? 0 : head.end().bytes();
        return firstBatch(
                log,
                endOffsetExclusive,
                entry -> entry.appendTimeMillis() >= appendedBeforeMillis
                        && total - entry.sums().bytesAfter() < keepBytes);
    }

    private long firstBatch(LogId log, long end, Predicate<IndexEntry> wanted) {
        LogHead head = heads.head(log);
        if (head == null) {
            return end;
        }
        long start = head.state().logStart();
        long stop = Math.min(end, head.end().offset());
        try (IndexCursor cursor = IndexCursor.below(database, log, stop)) {
            IndexEntry entry = cursor.floor(log, start);
            if (entry != null && entry.nextOffset() <= start) {
                entry = cursor.next(log);
            } else if (entry == null) {
                entry = cursor.ceiling(log, start);
            }
            while (entry != null && entry.nextOffset() <= stop) {
                if (wanted.test(entry)) {
                    return Math.max(start, entry.baseOffset());
                }
                entry = cursor.next(log);
            }
        }
        return Math.max(start, Math.min(end, head.end().offset()));
    }
}
