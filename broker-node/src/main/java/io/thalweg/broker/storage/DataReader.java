package io.thalweg.broker.storage;

import io.thalweg.broker.log.LogDamage;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import java.nio.ByteBuffer;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** Reads single batches from the data family and checks them. Thread-safe. */
final class DataReader implements AutoCloseable {
    private final Database database;
    private final ReadOptions options = new ReadOptions().setFillCache(false);

    DataReader(Database database) {
        this.database = database;
    }

    static byte[] key(long position) {
        return ByteBuffer.allocate(Long.BYTES).putLong(position).array();
    }

    /**
     * Reads the batch of an index entry into an array, and checks that it is that batch.
     *
     * @return the batch, a view of the array
     * @throws LogDamage if it is missing or is not what was written
     */
    RecordBatch read(LogId log, BatchSeed seed, IndexEntry entry, byte[] target, int at) {
        int found;
        try {
            found = database.rocks()
                    .get(database.data(), options, key(entry.position()), 0, Long.BYTES, target, at, entry.length());
        } catch (RocksDBException e) {
            if (Database.isCorruption(e)) {
                throw new LogDamage(log, entry.baseOffset(), String.valueOf(e.getMessage()));
            }
            throw database.fail("reading a batch", e);
        }
        if (found == RocksDB.NOT_FOUND) {
            throw new LogDamage(log, entry.baseOffset(), "the batch is missing");
        }
        if (found != entry.length()) {
            throw new LogDamage(log, entry.baseOffset(), "length " + found + ", index says " + entry.length());
        }
        RecordBatch batch;
        try {
            batch = RecordBatch.wrap(ByteBuffer.wrap(target, at, entry.length()));
        } catch (IllegalArgumentException e) {
            throw new LogDamage(log, entry.baseOffset(), String.valueOf(e.getMessage()));
        }
        if (!batch.crcMatches(seed)) {
            throw new LogDamage(log, entry.baseOffset(), "checksum does not match");
        }
        if (batch.baseOffset() != entry.baseOffset() || batch.nextOffset() != entry.nextOffset()) {
            throw new LogDamage(log, entry.baseOffset(), "the index points to " + batch);
        }
        return batch;
    }

    @Override
    public void close() {
        options.close();
    }
}
