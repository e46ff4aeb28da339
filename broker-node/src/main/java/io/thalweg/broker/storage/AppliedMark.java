package io.thalweg.broker.storage;

import io.thalweg.broker.storage.journal.JournalReplay;
import java.nio.ByteBuffer;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The row that says which frame of the journal was the last whose rows the database holds. Every write sets it, and all
 * families are flushed together, so what is flushed is all writes up to the one that the flushed row names. For one thread.
 */
final class AppliedMark {
    private final ByteBuffer key =
            ByteBuffer.allocateDirect(1).put(StateRows.journalKey()).flip();
    private final ByteBuffer value = ByteBuffer.allocateDirect(Long.BYTES);

    /** Adds the row to the rows of a frame. */
    void set(WriteBatch batch, ColumnFamilyHandle state, long sequence) throws RocksDBException {
        batch.put(state, key.rewind(), value.clear().putLong(sequence).flip());
    }

    /** The sequence as the options see it, {@link JournalReplay#NO_JOURNAL} if there is no such row. */
    static long read(RocksDB rocks, ColumnFamilyHandle state, ReadOptions options) throws RocksDBException {
        byte[] row = rocks.get(state, options, StateRows.journalKey());
        return row == null
                ? JournalReplay.NO_JOURNAL
                : StateRows.row(row, Long.BYTES).getLong();
    }
}
