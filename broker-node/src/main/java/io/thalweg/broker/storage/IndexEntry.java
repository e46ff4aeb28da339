package io.thalweg.broker.storage;

import io.thalweg.broker.log.LogHead;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import java.nio.ByteBuffer;

/**
 * A row of the index: where a batch lies and what is asked of it without reading it. Layout: docs/design/storage.md.
 *
 * @param position key of the batch in the data family
 * @param length bytes of the batch
 * @param sums chain hash and length of everything up to and including the batch
 */
record IndexEntry(
        long baseOffset,
        long nextOffset,
        long position,
        int length,
        long appendTimeMillis,
        long maxCreateTimeMillis,
        Sums sums) {
    static final int KEY_BYTES = Integer.BYTES + Long.BYTES;
    static final int VALUE_BYTES = 48;

    /** What grows along the log. */
    record Sums(long chainAfter, long bytesAfter) {}

    static IndexEntry of(RecordBatch batch, long position, LogHead.Boundary after) {
        return new IndexEntry(
                batch.baseOffset(),
                batch.nextOffset(),
                position,
                batch.length(),
                batch.appendTimeMillis(),
                batch.maxCreateTimeMillis(),
                new Sums(after.chain(), after.bytes()));
    }

    /** The boundary at the end of the batch. */
    LogHead.Boundary end() {
        return new LogHead.Boundary(nextOffset, sums.chainAfter(), sums.bytesAfter());
    }

    long bytesBefore() {
        return sums.bytesAfter() - length;
    }

    /** The same batch at another position. */
    IndexEntry at(long newPosition) {
        return new IndexEntry(baseOffset, nextOffset, newPosition, length, appendTimeMillis, maxCreateTimeMillis, sums);
    }

    byte[] value() {
        ByteBuffer value = ByteBuffer.allocate(VALUE_BYTES);
        writeValue(value);
        return value.array();
    }

    static byte[] key(LogId log, long baseOffset) {
        return ByteBuffer.allocate(KEY_BYTES)
                .putInt(log.partitionUid())
                .putLong(baseOffset)
                .array();
    }

    static LogId logOf(byte[] key) {
        return new LogId(ByteBuffer.wrap(key).getInt());
    }

    void writeValue(ByteBuffer target) {
        target.putLong(position)
                .putInt(length)
                .putInt((int) (nextOffset - baseOffset - 1))
                .putLong(appendTimeMillis)
                .putLong(maxCreateTimeMillis)
                .putLong(sums.chainAfter())
                .putLong(sums.bytesAfter());
    }

    static IndexEntry decode(byte[] key, byte[] value) {
        long baseOffset = StateRows.row(key, KEY_BYTES).getLong(Integer.BYTES);
        ByteBuffer row = StateRows.row(value, VALUE_BYTES);
        long position = row.getLong();
        int length = row.getInt();
        long nextOffset = baseOffset + row.getInt() + 1;
        return new IndexEntry(
                baseOffset,
                nextOffset,
                position,
                length,
                row.getLong(),
                row.getLong(),
                new Sums(row.getLong(), row.getLong()));
    }
}
