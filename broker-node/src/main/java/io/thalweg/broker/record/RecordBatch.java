package io.thalweg.broker.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * One batch inside a buffer: header access without copying. The bytes belong to whoever made the buffer and must not
 * change while the batch is in use, except by {@link #stamp} on the leader before anyone else sees them.
 *
 * <p>Wrapping checks only what makes header access safe (magic, and a length between the header's size and what the
 * buffer holds); bytes from outside go through {@link BatchValidator} first. Not thread-safe while stamping, safe for
 * concurrent reading afterwards.
 */
public final class RecordBatch {
    /** Size of the header, hence the smallest length of a batch. */
    public static final int HEADER_BYTES = BatchHeader.BYTES;
    /** Value of producer id, epoch and base sequence in a batch of a producer without idempotence. */
    public static final long NO_PRODUCER = -1;

    private final ByteBuffer bytes;
    private final int start;
    private final int length;

    private RecordBatch(ByteBuffer bytes, int start, int length) {
        this.bytes = bytes;
        this.start = start;
        this.length = length;
    }

    /**
     * The batch that begins at the buffer's position. The buffer's position and limit are neither changed nor kept.
     *
     * @throws IllegalArgumentException if no whole batch of this format begins there
     */
    public static RecordBatch wrap(ByteBuffer buffer) {
        return wrap(buffer, buffer.position());
    }

    /**
     * The batch that begins at an absolute index of the buffer and ends at or before its limit.
     *
     * @throws IllegalArgumentException if no whole batch of this format begins there
     */
    public static RecordBatch wrap(ByteBuffer buffer, int start) {
        ByteBuffer view = buffer.duplicate().order(ByteOrder.BIG_ENDIAN);
        int available = view.limit() - start;
        if (start < 0 || available < HEADER_BYTES) {
            throw new IllegalArgumentException("a batch header needs " + HEADER_BYTES + " bytes, got " + available);
        }
        if (view.get(start + BatchHeader.MAGIC_OFFSET) != BatchHeader.MAGIC) {
            throw new IllegalArgumentException("unknown magic " + view.get(start + BatchHeader.MAGIC_OFFSET));
        }
        int length = view.getInt(start + BatchHeader.LENGTH_OFFSET);
        if (length < HEADER_BYTES || length > available) {
            throw new IllegalArgumentException("batch length " + length + " with " + available + " bytes at hand");
        }
        return new RecordBatch(view, start, length);
    }

    /** The whole batch as a new view of the same memory: position at its first byte, limit after its last. */
    public ByteBuffer bytes() {
        return view(0, length);
    }

    /** The record section, still compressed, as a new view of the same memory. */
    public ByteBuffer recordBytes() {
        return view(HEADER_BYTES, length);
    }

    /** Length of the batch in bytes, header included. */
    public int length() {
        return length;
    }

    /** Id of the codec of the record section; see {@link Codec#ofId}. */
    public int codecId() {
        return attributes() & BatchHeader.CODEC_MASK;
    }

    public boolean isTransactional() {
        return (attributes() & BatchHeader.TRANSACTIONAL_BIT) != 0;
    }

    /** Whether the batch carries a message of the brokers to each other instead of records of a client. */
    public boolean isControl() {
        return (attributes() & BatchHeader.CONTROL_BIT) != 0;
    }

    /** Offset of the first record. Meaningless before the leader stamped it. */
    public long baseOffset() {
        return bytes.getLong(start + BatchHeader.BASE_OFFSET_OFFSET);
    }

    /** Offset of the last record. */
    public long lastOffset() {
        return baseOffset() + lastOffsetDelta();
    }

    /** Offset after the last record: base offset of the batch that follows. */
    public long nextOffset() {
        return lastOffset() + 1;
    }

    public long leaderEpoch() {
        return bytes.getLong(start + BatchHeader.LEADER_EPOCH_OFFSET);
    }

    /** The leader's clock at the append, in milliseconds since the epoch. */
    public long appendTimeMillis() {
        return bytes.getLong(start + BatchHeader.APPEND_TIME_OFFSET);
    }

    /** The stored checksum; compare with {@link #crcMatches}. */
    public int crc() {
        return bytes.getInt(start + BatchHeader.CRC_OFFSET);
    }

    public int recordCount() {
        return bytes.getInt(start + BatchHeader.RECORD_COUNT_OFFSET);
    }

    /** Offset of the last record minus that of the first. */
    public int lastOffsetDelta() {
        return bytes.getInt(start + BatchHeader.LAST_OFFSET_DELTA_OFFSET);
    }

    /** What the records' create times are relative to, in milliseconds since the epoch. */
    public long baseCreateTimeMillis() {
        return bytes.getLong(start + BatchHeader.BASE_CREATE_TIME_OFFSET);
    }

    /** The latest create time in the batch, in milliseconds since the epoch. */
    public long maxCreateTimeMillis() {
        return bytes.getLong(start + BatchHeader.MAX_CREATE_TIME_OFFSET);
    }

    /** Whether a duplicate of this batch can be recognised. */
    public boolean hasProducer() {
        return producerId() != NO_PRODUCER;
    }

    /** The producer's id, or {@link #NO_PRODUCER}. */
    public long producerId() {
        return bytes.getLong(start + BatchHeader.PRODUCER_ID_OFFSET);
    }

    /** The producer's epoch, or {@link #NO_PRODUCER}. */
    public int producerEpoch() {
        return bytes.getInt(start + BatchHeader.PRODUCER_EPOCH_OFFSET);
    }

    /** Sequence of the first record, or {@link #NO_PRODUCER}; each record takes one sequence. */
    public long baseSequence() {
        return bytes.getLong(start + BatchHeader.BASE_SEQUENCE_OFFSET);
    }

    /** Sequence of the last record; only with a producer. */
    public long lastSequence() {
        return baseSequence() + lastOffsetDelta();
    }

    /** Number of the transaction among those of the producer id; 0 outside transactions. */
    public long transactionNumber() {
        return bytes.getLong(start + BatchHeader.TRANSACTION_NUMBER_OFFSET);
    }

    /**
     * Writes the leader's fields, which the checksum leaves out.
     *
     * @throws java.nio.ReadOnlyBufferException if the buffer cannot be written
     */
    public void stamp(long baseOffset, long leaderEpoch, long appendTimeMillis) {
        bytes.putLong(start + BatchHeader.BASE_OFFSET_OFFSET, baseOffset);
        bytes.putLong(start + BatchHeader.LEADER_EPOCH_OFFSET, leaderEpoch);
        bytes.putLong(start + BatchHeader.APPEND_TIME_OFFSET, appendTimeMillis);
    }

    /** The chain hash after this batch, given the one before it. Covers the stamped fields, so stamp first. */
    public long chainAfter(long previousChain) {
        return ChainHash.next(previousChain, crc(), baseOffset(), leaderEpoch(), appendTimeMillis());
    }

    /** Whether the stored checksum is that of the bytes and of the partition. */
    public boolean crcMatches(BatchSeed seed) {
        return crc() == computeCrc(seed);
    }

    /** CRC-32C of the seed, the bytes before the leader's fields, and the bytes after the checksum. */
    int computeCrc(BatchSeed seed) {
        CRC32C crc = new CRC32C();
        seed.update(crc);
        crc.update(view(0, BatchHeader.BASE_OFFSET_OFFSET));
        crc.update(view(BatchHeader.RECORD_COUNT_OFFSET, length));
        return (int) crc.getValue();
    }

    int attributes() {
        return Short.toUnsignedInt(bytes.getShort(start + BatchHeader.ATTRIBUTES_OFFSET));
    }

    int reservedBits() {
        return bytes.get(start + BatchHeader.RESERVED_BYTE_OFFSET)
                | bytes.getInt(start + BatchHeader.RESERVED_WORD_OFFSET)
                | (attributes() & ~BatchHeader.KNOWN_ATTRIBUTES);
    }

    private ByteBuffer view(int from, int to) {
        ByteBuffer view = bytes.duplicate();
        view.limit(start + to).position(start + from);
        return view;
    }

    @Override
    public String toString() {
        return "batch at " + baseOffset() + ", " + recordCount() + " records, epoch " + leaderEpoch() + ", " + length
                + " bytes";
    }
}
