package io.thalweg.broker.storage;

import io.thalweg.broker.log.LogHead;
import io.thalweg.broker.record.LogId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Gives dead space back. Files below the lowest live batch are dropped whole. When what is left is mostly dead, because
 * a quiet log keeps old batches among those of busy ones, the oldest live batches are moved to the front, a bounded
 * amount each time; their files go with the next call. For one thread at a time.
 */
final class SpaceReclaimer {
    private static final long MOVE_BYTES = 32L << 20;

    private final Database database;
    private final Heads heads;
    private final WriteLane lane;
    private final long toleratedBytes;

    /** @param toleratedBytes dead bytes that are left alone, beside as much as is live */
    SpaceReclaimer(Database database, Heads heads, WriteLane lane, long toleratedBytes) {
        this.database = database;
        this.heads = heads;
        this.lane = lane;
        this.toleratedBytes = toleratedBytes;
    }

    /** @return bytes of files removed */
    long reclaim() {
        long nextPosition = lane.nextPosition();
        database.sync();
        PriorityQueue<OldestBatch> oldest = oldestOfEachLog();
        long lowest = oldest.isEmpty() ? nextPosition : oldest.element().entry().position();
        long before = fileBytes();
        if (lowest > 0) {
            dropFilesBelow(Math.min(lowest, nextPosition));
        }
        long left = fileBytes();
        if (left > 2 * liveBytes() + toleratedBytes) {
            moveOldest(oldest, nextPosition);
        }
        return Math.max(0, before - left);
    }

    private void moveOldest(PriorityQueue<OldestBatch> oldest, long nextPosition) {
        long moved = 0;
        try (IndexCursor cursor = IndexCursor.over(database)) {
            while (moved < MOVE_BYTES && !oldest.isEmpty()) {
                OldestBatch batch = oldest.remove();
                moved += lane.move(batch.log(), batch.entry());
                IndexEntry next = cursor.ceiling(batch.log(), batch.entry().nextOffset());
                if (next != null && next.position() < nextPosition) {
                    oldest.add(new OldestBatch(batch.log(), next));
                }
            }
        }
    }

    private PriorityQueue<OldestBatch> oldestOfEachLog() {
        PriorityQueue<OldestBatch> oldest = new PriorityQueue<>(
                Comparator.comparingLong(batch -> batch.entry().position()));
        try (IndexCursor cursor = IndexCursor.over(database)) {
            for (Map.Entry<LogId, LogHead> each : heads.all().entrySet()) {
                IndexEntry first =
                        firstLive(cursor, each.getKey(), each.getValue().state().logStart());
                if (first != null) {
                    oldest.add(new OldestBatch(each.getKey(), first));
                }
            }
        }
        return oldest;
    }

    private static @Nullable IndexEntry firstLive(IndexCursor cursor, LogId log, long logStart) {
        IndexEntry first = cursor.floor(log, logStart);
        if (first == null) {
            return cursor.ceiling(log, logStart);
        }
        return first.nextOffset() > logStart ? first : cursor.next(log);
    }

    private long liveBytes() {
        return heads.all().values().stream().mapToLong(LogHead::sizeBytes).sum();
    }

    private void dropFilesBelow(long position) {
        try {
            database.rocks()
                    .deleteFilesInRanges(database.data(), List.of(DataReader.key(0), DataReader.key(position)), false);
        } catch (RocksDBException e) {
            throw database.fail("deleting files", e);
        }
    }

    private long fileBytes() {
        try {
            return database.rocks().getLongProperty(database.data(), "rocksdb.live-sst-files-size");
        } catch (RocksDBException e) {
            throw database.fail("asking for the size of the files", e);
        }
    }

    private record OldestBatch(LogId log, IndexEntry entry) {}
}
