package io.thalweg.broker.storage;

import io.thalweg.broker.log.EpochEntry;
import io.thalweg.broker.log.LogHead;
import io.thalweg.broker.log.LogMarks;
import io.thalweg.broker.log.LogState;
import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.LogId;
import java.nio.ByteBuffer;

/** Keys and values of the state family. Layout: docs/design/storage.md. */
final class StateRows {
    private static final byte COUNTERS = 0;
    private static final byte LOG = 1;
    private static final byte EPOCH = 2;
    private static final byte TABLE = 3;
    private static final byte JOURNAL = 4;
    private static final int UNSYNCED_ACKS = 1;
    private static final int DAMAGED = 2;
    private static final int COUNTERS_BYTES = 16;
    private static final int LOG_ROW_BYTES = 69;
    /** Length of the rows that earlier builds wrote, without the epoch of the high watermark. */
    private static final int SHORT_LOG_ROW_BYTES = 61;

    private static final int EPOCH_BYTES = 16;
    private static final int LOG_KEY_BYTES = 1 + Integer.BYTES;

    private StateRows() {}

    /** Write sequence and next append position. */
    record Counters(long sequence, long nextPosition) {
        byte[] value() {
            return ByteBuffer.allocate(COUNTERS_BYTES)
                    .putLong(sequence)
                    .putLong(nextPosition)
                    .array();
        }

        static Counters decode(byte[] value) {
            ByteBuffer row = row(value, COUNTERS_BYTES);
            return new Counters(row.getLong(), row.getLong());
        }
    }

    static byte[] countersKey() {
        return new byte[] {COUNTERS};
    }

    /** Of the row that {@link AppliedMark} sets. */
    static byte[] journalKey() {
        return new byte[] {JOURNAL};
    }

    /** Where the log rows begin. */
    static byte[] firstLogKey() {
        return new byte[] {LOG};
    }

    static boolean isLogKey(byte[] key) {
        return key.length == LOG_KEY_BYTES && key[0] == LOG;
    }

    static LogId logOf(byte[] key) {
        return new LogId(ByteBuffer.wrap(key).getInt(1));
    }

    static byte[] logKey(LogId log) {
        return key(LOG, log, 0).array();
    }

    static byte[] logValue(LogHead head) {
        return ByteBuffer.allocate(LOG_ROW_BYTES)
                .putLong(head.seed().topicIdHigh())
                .putLong(head.seed().topicIdLow())
                .putInt(head.seed().partition())
                .putLong(head.state().logStart())
                .putLong(head.state().highWatermark())
                .putLong(head.state().appliedOffset())
                .putLong(head.base().offset())
                .putLong(head.base().chain())
                .put(marks(head.marks()))
                .putLong(head.state().watermarkEpoch())
                .array();
    }

    /** What a log row says; end, sums and epochs are elsewhere. */
    record LogRow(BatchSeed seed, LogState state, LogHead.Boundary base, LogMarks marks) {
        static LogRow decode(byte[] value) {
            boolean isShort = value.length == SHORT_LOG_ROW_BYTES;
            ByteBuffer row = row(value, isShort ? SHORT_LOG_ROW_BYTES : LOG_ROW_BYTES);
            try {
                BatchSeed seed = new BatchSeed(row.getLong(), row.getLong(), row.getInt());
                long logStart = row.getLong();
                long highWatermark = row.getLong();
                long appliedOffset = row.getLong();
                LogHead.Boundary base = new LogHead.Boundary(row.getLong(), row.getLong(), 0);
                LogMarks marks = marksOf(row.get());
                long watermarkEpoch = isShort ? 0 : row.getLong();
                LogState state = new LogState(logStart, highWatermark, appliedOffset, watermarkEpoch);
                return new LogRow(seed, state, base, marks);
            } catch (IllegalArgumentException e) {
                throw new StorageFault("a stored log row is none: " + e.getMessage(), e);
            }
        }
    }

    private static byte marks(LogMarks marks) {
        return (byte) ((marks.unsyncedAcks() ? UNSYNCED_ACKS : 0) | (marks.damaged() ? DAMAGED : 0));
    }

    private static LogMarks marksOf(byte row) {
        return new LogMarks((row & UNSYNCED_ACKS) != 0, (row & DAMAGED) != 0);
    }

    static byte[] epochKey(LogId log, long epoch) {
        return key(EPOCH, log, Long.BYTES).putLong(epoch).array();
    }

    static byte[] epochValue(EpochEntry entry) {
        return ByteBuffer.allocate(EPOCH_BYTES)
                .putLong(entry.firstOffset())
                .putLong(entry.chain())
                .array();
    }

    static EpochEntry epoch(byte[] key, byte[] value) {
        ByteBuffer row = row(value, EPOCH_BYTES);
        return new EpochEntry(
                row(key, LOG_KEY_BYTES + Long.BYTES).getLong(LOG_KEY_BYTES), row.getLong(), row.getLong());
    }

    /** Common beginning of a log's epoch rows. */
    static byte[] epochPrefix(LogId log) {
        return key(EPOCH, log, 0).array();
    }

    /** Common beginning of all rows of a log's derived tables. */
    static byte[] tablesPrefix(LogId log) {
        return key(TABLE, log, 0).array();
    }

    static byte[] tableKey(LogId log, byte table, byte[] key) {
        return key(TABLE, log, 1 + key.length).put(table).put(key).array();
    }

    /** Bytes of a table row's key before the part that the caller chose. */
    static int tablePrefixBytes() {
        return LOG_KEY_BYTES + 1;
    }

    /** The first key after all that begin with a prefix; the prefix is not all ones. */
    static byte[] after(byte[] prefix) {
        byte[] next = prefix.clone();
        for (int i = next.length - 1; i >= 0; i--) {
            if (++next[i] != 0) {
                return next;
            }
        }
        throw new IllegalArgumentException("no key follows");
    }

    /**
     * A stored key or value of a fixed length. RocksDB vouches for the bytes, so another length means that something else
     * wrote them, and nothing of this store can be believed.
     *
     * @throws StorageFault if it has another length
     */
    static ByteBuffer row(byte[] stored, int bytes) {
        if (stored.length != bytes) {
            throw new StorageFault("a stored row has " + stored.length + " bytes, not " + bytes);
        }
        return ByteBuffer.wrap(stored);
    }

    private static ByteBuffer key(byte kind, LogId log, int more) {
        return ByteBuffer.allocate(LOG_KEY_BYTES + more).put(kind).putInt(log.partitionUid());
    }
}
