package io.thalweg.broker.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the records of a batch; record i of the list has offset base offset + i. */
public final class BatchRecords {
    /** Bound on a record section after decompression that every reader keeps. */
    public static final int MAX_SECTION_BYTES = 64 << 20;

    private BatchRecords() {}

    /**
     * Decompresses and decodes all records. Keys and values are views of the batch, or of a fresh decompressed buffer.
     *
     * @throws MalformedBatchException if the section is not what the header says
     */
    public static List<PlainRecord> decode(RecordBatch batch) {
        ProtobufReader reader = new ProtobufReader(section(batch));
        List<PlainRecord> records = new ArrayList<>();
        while (reader.hasNext()) {
            int tag = reader.tag();
            if (tag == RecordFields.SET_RECORDS) {
                requireMore(batch, records.size());
                records.add(record(reader, reader.enter(), batch.baseCreateTimeMillis()));
            } else {
                reader.skip(tag);
            }
        }
        requireAll(batch, records.size());
        return records;
    }

    /**
     * The create times of all records, milliseconds since the epoch. Nothing else of them is decoded, so what a client
     * packed into a batch costs no more than its bytes.
     *
     * @throws MalformedBatchException if the section is not what the header says
     */
    public static long[] createTimesMillis(RecordBatch batch) {
        ProtobufReader reader = new ProtobufReader(section(batch));
        int count = batch.recordCount();
        if (count < 1 || count > BatchValidator.MAX_RECORDS) {
            throw new MalformedBatchException("header says " + count + " records");
        }
        long[] times = new long[count];
        int found = 0;
        while (reader.hasNext()) {
            int tag = reader.tag();
            if (tag == RecordFields.SET_RECORDS) {
                requireMore(batch, found);
                times[found++] = batch.baseCreateTimeMillis() + RecordSetScan.createTimeDelta(reader, reader.enter());
            } else {
                reader.skip(tag);
            }
        }
        requireAll(batch, found);
        return times;
    }

    private static ByteBuffer section(RecordBatch batch) {
        Codec codec = Codec.ofId(batch.codecId());
        if (codec == null) {
            throw new MalformedBatchException("unknown codec " + batch.codecId());
        }
        return codec.decompress(batch.recordBytes(), MAX_SECTION_BYTES);
    }

    /** A few compressed bytes can hold millions of empty records: none is made that the header does not announce. */
    private static void requireMore(RecordBatch batch, int found) {
        if (found >= batch.recordCount()) {
            throw new MalformedBatchException(
                    "header says " + batch.recordCount() + " records, section holds more than that");
        }
    }

    private static void requireAll(RecordBatch batch, int found) {
        if (found != batch.recordCount()) {
            throw new MalformedBatchException(
                    "header says " + batch.recordCount() + " records, section holds " + found);
        }
    }

    private static PlainRecord record(ProtobufReader reader, int end, long baseCreateTimeMillis) {
        @Nullable ByteBuffer key = null;
        @Nullable ByteBuffer value = null;
        List<RecordHeader> headers = new ArrayList<>(0);
        long delta = 0;
        while (reader.before(end)) {
            int tag = reader.tag();
            switch (tag) {
                case RecordFields.RECORD_KEY -> key = reader.slice();
                case RecordFields.RECORD_VALUE -> value = reader.slice();
                case RecordFields.RECORD_HEADERS -> headers.add(header(reader, reader.enter()));
                case RecordFields.RECORD_CREATE_TIME_DELTA -> delta = reader.zigzag();
                default -> reader.skip(tag);
            }
        }
        return new PlainRecord(key, value, headers, baseCreateTimeMillis + delta);
    }

    private static RecordHeader header(ProtobufReader reader, int end) {
        String name = "";
        ByteBuffer value = ByteBuffer.allocate(0);
        while (reader.before(end)) {
            int tag = reader.tag();
            switch (tag) {
                case RecordFields.HEADER_NAME ->
                    name = StandardCharsets.UTF_8.decode(reader.slice()).toString();
                case RecordFields.HEADER_VALUE -> value = reader.slice();
                default -> reader.skip(tag);
            }
        }
        return new RecordHeader(name, value);
    }
}
