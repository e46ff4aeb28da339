package io.thalweg.client.internal.batching;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Builds one batch: records are encoded straight into its buffer, sealing adds header and checksum. Not thread-safe. Sealing may be repeated with another
 * stamp, for a batch that was definitely not stored.
 */
public final class BatchEncoder {
    private static final int FIRST_SIZE = 4 << 10;

    private final int limit;
    private byte[] buffer;
    private int position = BatchHeader.LENGTH;
    private int count;
    private long baseCreateTime;
    private long maxCreateTime;

    /** A batch that is full at {@code limit} bytes before compression; only its first record may go beyond. */
    public BatchEncoder(int limit) {
        this.limit = limit;
        this.buffer = new byte[Math.min(limit, FIRST_SIZE) + BatchHeader.LENGTH];
    }

    public boolean hasRoomFor(RawRecord record) {
        return count == 0 || (long) position + record.maxSize() <= limit;
    }

    /** Appends a record; ask {@link #hasRoomFor} before. */
    public void append(RawRecord record) {
        if (count == 0) {
            baseCreateTime = record.createTime();
            maxCreateTime = record.createTime();
        }
        maxCreateTime = Math.max(maxCreateTime, record.createTime());
        ensure(record.maxSize());
        long delta = Wire.zigZag(record.createTime() - baseCreateTime);
        byte[] key = record.key();
        byte[] value = record.value();
        int size = record.headers().length
                + (key == null ? 0 : Wire.bytesFieldSize(key.length))
                + (value == null ? 0 : Wire.bytesFieldSize(value.length))
                + (delta == 0 ? 0 : 1 + Wire.varintSize(delta));
        buffer[position] = Wire.FIELD_1_BYTES;
        int at = Wire.putVarint(buffer, position + 1, size);
        if (key != null) {
            at = Wire.putBytesField(buffer, at, Wire.FIELD_1_BYTES, key);
        }
        if (value != null) {
            at = Wire.putBytesField(buffer, at, Wire.FIELD_2_BYTES, value);
        }
        System.arraycopy(record.headers(), 0, buffer, at, record.headers().length);
        at += record.headers().length;
        if (delta != 0) {
            buffer[at] = Wire.FIELD_4_VARINT;
            at = Wire.putVarint(buffer, at + 1, delta);
        }
        position = at;
        count++;
    }

    private void ensure(int more) {
        int needed = Math.addExact(position, more);
        if (needed > buffer.length) {
            int doubled = Math.min(buffer.length * 2, Math.max(limit, needed));
            buffer = Arrays.copyOf(buffer, Math.max(doubled, needed));
        }
    }

    public int count() {
        return count;
    }

    /** Bytes so far, header included. */
    public int size() {
        return position;
    }

    /** Compresses the records, if that makes them smaller, and completes header and checksum. */
    public SealedBatch seal(Codec codec, BatchSeed seed, ProducerStamp stamp) {
        byte[] bytes = buffer;
        int length = position;
        Codec used = Codec.NONE;
        if (codec != Codec.NONE) {
            byte[] packed = codec.compress(buffer, BatchHeader.LENGTH, position - BatchHeader.LENGTH);
            if (packed.length < position - BatchHeader.LENGTH) {
                bytes = new byte[BatchHeader.LENGTH + packed.length];
                System.arraycopy(packed, 0, bytes, BatchHeader.LENGTH, packed.length);
                length = bytes.length;
                used = codec;
            }
        }
        putHeader(ByteBuffer.wrap(bytes), used, length, stamp);
        int crc = seed.checksum(bytes, 0, length);
        ByteBuffer.wrap(bytes).putInt(BatchHeader.CRC, crc);
        return new SealedBatch(bytes, length);
    }

    private void putHeader(ByteBuffer header, Codec codec, int length, ProducerStamp stamp) {
        header.put(BatchHeader.MAGIC, BatchHeader.MAGIC_1);
        header.putShort(BatchHeader.ATTRIBUTES, (short) codec.id());
        header.putInt(BatchHeader.TOTAL_LENGTH, length);
        header.putInt(BatchHeader.RECORD_COUNT, count);
        header.putInt(BatchHeader.LAST_OFFSET_DELTA, count - 1);
        header.putLong(BatchHeader.BASE_CREATE_TIME, baseCreateTime);
        header.putLong(BatchHeader.MAX_CREATE_TIME, maxCreateTime);
        header.putLong(BatchHeader.PRODUCER_ID, stamp.producerId());
        header.putInt(BatchHeader.PRODUCER_EPOCH, stamp.producerEpoch());
        header.putLong(BatchHeader.BASE_SEQUENCE, stamp.baseSequence());
    }
}
