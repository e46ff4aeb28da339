package io.thalweg.broker.storage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.thalweg.broker.log.HeadDraft;
import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.log.LogDamage;
import io.thalweg.broker.log.LogHead;
import io.thalweg.broker.record.LogId;
import org.rocksdb.RocksDBException;

/**
 * Where everything is written, one write after the other. The lock is there for the reclaiming thread, which moves a
 * batch now and then; the writer finds it free otherwise.
 */
final class WriteLane implements AutoCloseable {
    private final Object lock = new Object();
    private final Database database;
    private final Heads heads;
    private final DataReader data;

    @GuardedBy("lock")
    private final ChangeWriter writer;

    @GuardedBy("lock")
    private long nextPosition;

    private volatile long sequence;

    WriteLane(Database database, Heads heads, DataReader data) {
        this.database = database;
        this.heads = heads;
        this.data = data;
        this.writer = new ChangeWriter(database);
    }

    /** Goes on where the stored counters say. */
    void load() {
        synchronized (lock) {
            try {
                byte[] row = database.rocks().get(database.state(), StateRows.countersKey());
                if (row != null) {
                    StateRows.Counters counters = StateRows.Counters.decode(row);
                    sequence = counters.sequence();
                    nextPosition = counters.nextPosition();
                }
            } catch (RocksDBException e) {
                throw database.fail("reading the counters", e);
            }
        }
    }

    long sequence() {
        return sequence;
    }

    /** Every later batch gets this position or a higher one. */
    long nextPosition() {
        synchronized (lock) {
            return nextPosition;
        }
    }

    void write(LogChanges changes) {
        synchronized (lock) {
            long next = sequence + 1;
            HeadDraft draft = new HeadDraft(heads);
            writer.begin(draft, nextPosition);
            changes.forEach(writer);
            database.write(writer.finish(next));
            nextPosition = writer.nextPosition();
            heads.publish(draft);
            sequence = next;
        }
    }

    /**
     * Stores a live batch again at the newest position, so that the file where it was can go.
     *
     * @return bytes moved; 0 if the batch is no longer there, or is damaged and stays where it is
     */
    long move(LogId log, IndexEntry entry) {
        synchronized (lock) {
            LogHead head = heads.head(log);
            if (head == null || entry.nextOffset() <= head.state().logStart() || !isCurrent(log, entry)) {
                return 0;
            }
            byte[] bytes = new byte[entry.length()];
            try {
                data.read(log, head.seed(), entry, bytes, 0);
            } catch (LogDamage damage) {
                return 0;
            }
            database.write(writer.moved(log, entry, bytes, nextPosition, sequence));
            nextPosition++;
            return entry.length();
        }
    }

    private boolean isCurrent(LogId log, IndexEntry entry) {
        try {
            byte[] key = IndexEntry.key(log, entry.baseOffset());
            byte[] value = database.rocks().get(database.index(), key);
            return value != null && IndexEntry.decode(key, value).equals(entry);
        } catch (RocksDBException e) {
            throw database.fail("reading the index", e);
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            writer.close();
        }
    }
}
