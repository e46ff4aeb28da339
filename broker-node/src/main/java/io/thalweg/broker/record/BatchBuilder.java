package io.thalweg.broker.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Builds one batch from plain records: for clients that send records instead of a batch, for the broker's own records,
 * and for tests. Use once; not thread-safe.
 */
public final class BatchBuilder {
    private final BatchSeed seed;
    private final ProtobufWriter section = new ProtobufWriter();
    private Codec codec = Codec.NONE;
    private int attributes;
    private int records;
    private long baseCreateTimeMillis;
    private long maxCreateTimeMillis = Long.MIN_VALUE;
    private long producerId = RecordBatch.NO_PRODUCER;
    private int producerEpoch = (int) RecordBatch.NO_PRODUCER;
    private long baseSequence = RecordBatch.NO_PRODUCER;

    /** @param seed the partition that the batch is for */
    public BatchBuilder(BatchSeed seed) {
        this.seed = seed;
    }

    /** Compresses the records; {@link Codec#NONE} by default. */
    public BatchBuilder codec(Codec wanted) {
        codec = wanted;
        return this;
    }

    /** Makes the batch idempotent: all three values at least 0. */
    public BatchBuilder producer(long id, int epoch, long firstSequence) {
        producerId = id;
        producerEpoch = epoch;
        baseSequence = firstSequence;
        return this;
    }

    /** Adds a record. The first one's create time becomes the batch's base. */
    public BatchBuilder add(PlainRecord plain) {
        if (records == 0) {
            baseCreateTimeMillis = plain.createTimeMillis();
        }
        ProtobufWriter encoded = new ProtobufWriter();
        ByteBuffer key = plain.key();
        if (key != null) {
            encoded.field(RecordFields.RECORD_KEY, key);
        }
        ByteBuffer value = plain.value();
        if (value != null) {
            encoded.field(RecordFields.RECORD_VALUE, value);
        }
        for (RecordHeader header : plain.headers()) {
            ProtobufWriter encodedHeader = new ProtobufWriter();
            encodedHeader.field(
                    RecordFields.HEADER_NAME, ByteBuffer.wrap(header.name().getBytes(StandardCharsets.UTF_8)));
            encodedHeader.field(RecordFields.HEADER_VALUE, header.value());
            encoded.field(RecordFields.RECORD_HEADERS, encodedHeader);
        }
        encoded.zigzagField(RecordFields.RECORD_CREATE_TIME_DELTA, plain.createTimeMillis() - baseCreateTimeMillis);
        section.field(RecordFields.SET_RECORDS, encoded);
        maxCreateTimeMillis = Math.max(maxCreateTimeMillis, plain.createTimeMillis());
        records++;
        return this;
    }

    /** Adds a record without headers. */
    public BatchBuilder add(byte[] key, byte[] value, long createTimeMillis) {
        return add(PlainRecord.of(key, value, createTimeMillis));
    }

    /** Bytes of the records so far, before compression. */
    public int sectionBytes() {
        return section.size();
    }

    public int recordCount() {
        return records;
    }

    /**
     * The batch in a new heap buffer, not yet stamped.
     *
     * @throws IllegalStateException without a record
     */
    public RecordBatch build() {
        return encode(codec.compress(section.toByteArray()));
    }

    /**
     * A batch of an encoded {@code RecordSet} as a simple client sends it: uncompressed, not idempotent.
     *
     * @param baseCreateTimeMillis what the records' create time deltas are relative to
     * @throws MalformedBatchException if the bytes are no {@code RecordSet} with a record
     */
    public static RecordBatch ofRecordSet(BatchSeed seed, ByteBuffer recordSet, long baseCreateTimeMillis) {
        RecordSetScan scan = RecordSetScan.of(recordSet);
        if (scan.malformed() || scan.records() == 0) {
            throw new MalformedBatchException("not a RecordSet with at least one record");
        }
        BatchBuilder builder = new BatchBuilder(seed);
        builder.records = scan.records();
        builder.baseCreateTimeMillis = baseCreateTimeMillis;
        builder.maxCreateTimeMillis = baseCreateTimeMillis + scan.maxCreateTimeDelta();
        byte[] bytes = new byte[recordSet.remaining()];
        recordSet.duplicate().get(bytes);
        return builder.encode(bytes);
    }

    BatchBuilder control() {
        attributes |= BatchHeader.CONTROL_BIT;
        return this;
    }

    private RecordBatch encode(byte[] records) {
        if (this.records == 0) {
            throw new IllegalStateException("a batch holds at least one record");
        }
        ByteBuffer bytes = ByteBuffer.allocate(BatchHeader.BYTES + records.length);
        bytes.put(BatchHeader.MAGIC_OFFSET, BatchHeader.MAGIC);
        bytes.putShort(BatchHeader.ATTRIBUTES_OFFSET, (short) (attributes | codec.id()));
        bytes.putInt(BatchHeader.LENGTH_OFFSET, bytes.capacity());
        bytes.putInt(BatchHeader.RECORD_COUNT_OFFSET, this.records);
        bytes.putInt(BatchHeader.LAST_OFFSET_DELTA_OFFSET, this.records - 1);
        bytes.putLong(BatchHeader.BASE_CREATE_TIME_OFFSET, baseCreateTimeMillis);
        bytes.putLong(BatchHeader.MAX_CREATE_TIME_OFFSET, maxCreateTimeMillis);
        bytes.putLong(BatchHeader.PRODUCER_ID_OFFSET, producerId);
        bytes.putInt(BatchHeader.PRODUCER_EPOCH_OFFSET, producerEpoch);
        bytes.putLong(BatchHeader.BASE_SEQUENCE_OFFSET, baseSequence);
        bytes.put(BatchHeader.BYTES, records);
        bytes.putInt(BatchHeader.CRC_OFFSET, RecordBatch.wrap(bytes).computeCrc(seed));
        return RecordBatch.wrap(bytes);
    }
}
