package io.thalweg.broker.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Batches for the tests of this package; the partition is the one of the golden files. */
final class BatchFixtures {
    static final BatchSeed SEED = new BatchSeed(0x0011223344556677L, 0x8899AABBCCDDEEFFL, 7);
    static final long TIME = 1_790_000_000_000L;

    private BatchFixtures() {}

    static BatchBuilder threeRecords() {
        return new BatchBuilder(SEED)
                .add(new PlainRecord(
                        utf8("river"),
                        utf8("Rhine, 1233 km"),
                        List.of(new RecordHeader("unit", utf8("km")), new RecordHeader("empty", utf8(""))),
                        TIME))
                .add(new PlainRecord(null, utf8("no key"), List.of(), TIME + 250))
                .add(new PlainRecord(utf8("river"), null, List.of(), TIME - 5));
    }

    static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A writable copy of a batch's bytes. */
    static ByteBuffer copy(RecordBatch batch) {
        return ByteBuffer.allocate(batch.length()).put(batch.bytes()).flip();
    }
}
