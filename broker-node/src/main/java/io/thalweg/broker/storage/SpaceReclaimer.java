package io.thalweg.broker.storage;

import io.thalweg.broker.log.LogHead;
import io.thalweg.broker.record.LogId;
import java.util.List;
import java.util.Map;
import org.rocksdb.RocksDBException;

/** Drops whole data files that hold no live batch. For one thread at a time. */
final class SpaceReclaimer {
    private final Database database;
    private final Heads heads;

    SpaceReclaimer(Database database, Heads heads) {
        this.database = database;
        this.heads = heads;
    }

    /**
     * Deletes the files below the lowest live batch. Everything that makes a batch dead is synced already.
     *
     * @param nextPosition every later batch gets this position or a higher one
     * @return bytes of files removed
     */
    long reclaim(long nextPosition) {
        long lowest = lowestLive(nextPosition);
        if (lowest == 0) {
            return 0;
        }
        try {
            long before = fileBytes();
            database.rocks()
                    .deleteFilesInRanges(database.data(), List.of(DataReader.key(0), DataReader.key(lowest)), false);
            return Math.max(0, before - fileBytes());
        } catch (RocksDBException e) {
            throw database.fail("deleting files", e);
        }
    }

    private long lowestLive(long nextPosition) {
        long lowest = nextPosition;
        try (IndexCursor cursor = IndexCursor.over(database)) {
            for (Map.Entry<LogId, LogHead> each : heads.all().entrySet()) {
                LogId log = each.getKey();
                long start = each.getValue().state().logStart();
                IndexEntry first = cursor.floor(log, start);
                if (first == null) {
                    first = cursor.ceiling(log, start);
                } else if (first.nextOffset() <= start) {
                    first = cursor.next(log);
                }
                if (first != null) {
                    lowest = Math.min(lowest, first.position());
                }
            }
        }
        return lowest;
    }

    private long fileBytes() throws RocksDBException {
        return database.rocks().getLongProperty(database.data(), "rocksdb.total-sst-files-size");
    }
}
