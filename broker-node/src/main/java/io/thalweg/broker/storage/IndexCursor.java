package io.thalweg.broker.storage;

import io.thalweg.broker.record.LogId;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Walks the index of logs at one moment: later writes are not seen. For one thread; close it soon. */
final class IndexCursor implements AutoCloseable {
    private final Database database;
    private final @Nullable Slice upperBound;
    private final ReadOptions options;
    private final RocksIterator iterator;

    private IndexCursor(Database database, @Nullable Slice upperBound) {
        this.database = database;
        this.upperBound = upperBound;
        this.options = new ReadOptions();
        if (upperBound != null) {
            options.setIterateUpperBound(upperBound);
        }
        this.iterator = database.rocks().newIterator(database.index(), options);
    }

    /** Over all logs. */
    static IndexCursor over(Database database) {
        return new IndexCursor(database, null);
    }

    /** Over the batches of one log that begin below an offset. */
    static IndexCursor below(Database database, LogId log, long endOffsetExclusive) {
        return new IndexCursor(database, new Slice(IndexEntry.key(log, endOffsetExclusive)));
    }

    /** The last batch of the log that begins at or below the offset, or null. */
    @Nullable
    IndexEntry floor(LogId log, long offset) {
        iterator.seekForPrev(IndexEntry.key(log, offset));
        return current(log);
    }

    /** The first batch of the log that begins at or above the offset, or null. */
    @Nullable
    IndexEntry ceiling(LogId log, long offset) {
        iterator.seek(IndexEntry.key(log, offset));
        return current(log);
    }

    /** The batch after the one given last, or null. */
    @Nullable
    IndexEntry next(LogId log) {
        iterator.next();
        return current(log);
    }

    /** The batch before the one given last, or null. */
    @Nullable
    IndexEntry previous(LogId log) {
        iterator.prev();
        return current(log);
    }

    private @Nullable IndexEntry current(LogId log) {
        if (!iterator.isValid()) {
            try {
                iterator.status();
            } catch (RocksDBException e) {
                throw database.fail("reading the index", e);
            }
            return null;
        }
        byte[] key = iterator.key();
        return log.equals(IndexEntry.logOf(key)) ? IndexEntry.decode(key, iterator.value()) : null;
    }

    @Override
    public void close() {
        iterator.close();
        options.close();
        if (upperBound != null) {
            upperBound.close();
        }
    }
}
