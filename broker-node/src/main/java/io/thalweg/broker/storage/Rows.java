package io.thalweg.broker.storage;

import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.storage.journal.Frame;
import java.nio.ByteBuffer;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The rows of one write, in a frame of the journal and in a batch of RocksDB's alike. RocksDB takes them from the frame, so
 * that they are brought into direct memory once. Reused for every write; for one thread.
 */
final class Rows implements AutoCloseable {
    private final Database database;
    private final Frame frame;
    private final WriteBatch batch;
    private final AppliedMark applied = new AppliedMark();

    /** @param reservedBytes memory at first, in both places; it grows with the largest write */
    Rows(Database database, int reservedBytes) {
        this.database = database;
        frame = new Frame(reservedBytes);
        batch = new WriteBatch(reservedBytes);
    }

    /** Forgets the write before. */
    void clear() {
        frame.clear();
        batch.clear();
    }

    void put(Family family, byte[] key, byte[] value) {
        frame.put(family.code(), key, value);
        putLast(family);
    }

    /** The same with what lies between position and limit, which stay as they are. */
    void put(Family family, ByteBuffer key, ByteBuffer value) {
        frame.put(family.code(), key, value);
        putLast(family);
    }

    private void putLast(Family family) {
        try {
            batch.put(database.handle(family), frame.key(), frame.value());
        } catch (RocksDBException e) {
            throw building(e);
        }
    }

    void delete(Family family, byte[] key) {
        frame.delete(family.code(), key);
        try {
            batch.delete(database.handle(family), frame.key());
        } catch (RocksDBException e) {
            throw building(e);
        }
    }

    void deleteRange(Family family, byte[] from, byte[] toExclusive) {
        frame.deleteRange(family.code(), from, toExclusive);
        try {
            batch.deleteRange(database.handle(family), from, toExclusive);
        } catch (RocksDBException e) {
            throw building(e);
        }
    }

    /** The rows for the journal. */
    Frame frame() {
        return frame;
    }

    /** The rows for RocksDB, with the mark of the frame that holds them. */
    WriteBatch batch(long frameSequence) throws RocksDBException {
        applied.set(batch, database.state(), frameSequence);
        return batch;
    }

    private static StorageFault building(RocksDBException e) {
        return new StorageFault("building a write batch failed: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        batch.close();
    }
}
