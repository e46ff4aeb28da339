package io.thalweg.broker.storage;

import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.storage.journal.JournalReplay;
import io.thalweg.broker.storage.journal.RowReader;
import java.nio.ByteBuffer;
import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** Writes frames of the journal into RocksDB, which lacks them. For one thread. */
final class RowReplay implements JournalReplay.Visitor, RowReader.Handler<RocksDBException>, AutoCloseable {
    private final RocksDB rocks;
    private final List<ColumnFamilyHandle> handles;
    private final WriteOptions unlogged;
    private final WriteBatch batch = new WriteBatch();
    private final AppliedMark applied = new AppliedMark();
    private long frames;

    RowReplay(RocksDB rocks, List<ColumnFamilyHandle> handles, WriteOptions unlogged) {
        this.rocks = rocks;
        this.handles = handles;
        this.unlogged = unlogged;
    }

    /** How many there were. */
    long frames() {
        return frames;
    }

    @Override
    public void onFrame(long sequence, ByteBuffer payload) {
        try {
            batch.clear();
            RowReader.read(payload, this);
            applied.set(batch, handle(Family.STATE.code()), sequence);
            rocks.write(unlogged, batch);
            frames++;
        } catch (RocksDBException e) {
            throw Faults.of("cannot write what the journal holds", e);
        }
    }

    @Override
    public void put(int family, ByteBuffer key, ByteBuffer value) throws RocksDBException {
        batch.put(handle(family), key, value);
    }

    @Override
    public void delete(int family, ByteBuffer key) throws RocksDBException {
        batch.delete(handle(family), key);
    }

    @Override
    public void deleteRange(int family, ByteBuffer from, ByteBuffer toExclusive) throws RocksDBException {
        batch.deleteRange(handle(family), bytes(from), bytes(toExclusive));
    }

    private ColumnFamilyHandle handle(int family) {
        try {
            return handles.get(Family.ofCode(family).code());
        } catch (IllegalArgumentException e) {
            throw new StorageFault("a row of the journal is of an unknown family: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(ByteBuffer view) {
        byte[] copy = new byte[view.remaining()];
        view.get(copy);
        return copy;
    }

    @Override
    public void close() {
        batch.close();
    }
}
