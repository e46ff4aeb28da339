package io.thalweg.broker.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.fuzzing.Allocation;
import io.thalweg.fuzzing.FuzzRules;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Any bytes as a record section of each codec. The first byte of an input chooses the codec, the second the number of
 * records that the header claims, the rest is the section; bit 3 of the first byte has it compressed first.
 */
final class RecordsFuzzTest implements FuzzRules {

    private static final int CLAIMED = 100;
    private static final int MOST_SECTION = 1 << 20;
    /** Buffers that a codec needs before it has seen any content; LZ4 has the largest, three blocks of 4 MiB. */
    private static long buffers(Codec codec) {
        return codec == Codec.LZ4 ? 16 << 20 : 1 << 20;
    }

    /** What one record may cost beside its bytes. */
    private static final long PER_RECORD = 512;

    /** What a bomb holds: as many records as fit, all of them empty. */
    private static final byte[] EMPTY_RECORDS = emptyRecords(300_000);

    private static byte[] emptyRecords(int count) {
        byte[] section = new byte[2 * count];
        for (int at = 0; at < section.length; at += 2) {
            section[at] = 0x0a;
        }
        return section;
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (Codec codec : Codec.values()) {
            RecordBatch batch = BatchFixtures.threeRecords().codec(codec).build();
            seeds.add(input(codec.id(), 3, bytes(batch.recordBytes())));
        }
        byte[] plain = bytes(BatchFixtures.threeRecords().build().recordBytes());
        for (Codec codec : Codec.values()) {
            seeds.add(input(codec.id() | 8, 3, plain));
            seeds.add(input(codec.id(), 1, codec.compress(EMPTY_RECORDS)));
        }
        return seeds;
    }

    private static byte[] input(int codec, int count, byte[] section) {
        return ByteBuffer.allocate(2 + section.length)
                .put((byte) codec)
                .put((byte) count)
                .put(section)
                .array();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public void feed(byte[] input) throws Exception {
        if (input.length < 2) {
            return;
        }
        Codec codec = Codec.ofId(input[0] & BatchHeader.CODEC_MASK);
        if (codec == null) {
            return;
        }
        byte[] section = Arrays.copyOfRange(input, 2, input.length);
        if ((input[0] & 8) != 0) {
            byte[] packed = codec.compress(section);
            assertThat(bytes(codec.decompress(ByteBuffer.wrap(packed), section.length)))
                    .isEqualTo(section);
            section = packed;
        }
        decompress(codec, section);
        decode(codec, section, input[1] % CLAIMED);
    }

    private static void decompress(Codec codec, byte[] section) throws Exception {
        try {
            ByteBuffer found = Allocation.within(
                    buffers(codec) + 4L * MOST_SECTION + 4L * section.length,
                    () -> codec.decompress(ByteBuffer.wrap(section), MOST_SECTION));
            assertThat(found.remaining()).isLessThanOrEqualTo(MOST_SECTION);
        } catch (MalformedBatchException e) {
            assertThat(e).hasMessageStartingWith("record section");
        }
    }

    private static void decode(Codec codec, byte[] section, int claimed) throws Exception {
        RecordBatch batch = batch(codec, section, claimed);
        long unpacked = unpackedBytes(codec, section);
        try {
            long bound = buffers(codec) + 4 * unpacked + 4L * section.length + PER_RECORD * Math.max(1, claimed);
            List<PlainRecord> records = Allocation.within(bound, () -> BatchRecords.decode(batch));
            assertThat(records).hasSize(claimed);
            if (claimed > 0) {
                assertThat(Allocation.within(bound, () -> BatchRecords.createTimesMillis(batch)))
                        .isEqualTo(records.stream()
                                .mapToLong(PlainRecord::createTimeMillis)
                                .toArray());
                assertThat(BatchRecords.decode(again(records, codec, batch))).isEqualTo(records);
            }
        } catch (MalformedBatchException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    /** Bytes of the section when decompressed, up to the bound of every reader. */
    private static long unpackedBytes(Codec codec, byte[] section) {
        try {
            return codec.decompress(ByteBuffer.wrap(section), BatchRecords.MAX_SECTION_BYTES)
                    .remaining();
        } catch (MalformedBatchException e) {
            return BatchRecords.MAX_SECTION_BYTES;
        }
    }

    private static RecordBatch batch(Codec codec, byte[] section, int claimed) {
        ByteBuffer bytes = ByteBuffer.allocate(RecordBatch.HEADER_BYTES + section.length);
        bytes.put(BatchHeader.MAGIC_OFFSET, BatchHeader.MAGIC);
        bytes.putShort(BatchHeader.ATTRIBUTES_OFFSET, (short) codec.id());
        bytes.putInt(BatchHeader.LENGTH_OFFSET, bytes.capacity());
        bytes.putInt(BatchHeader.RECORD_COUNT_OFFSET, claimed);
        bytes.put(BatchHeader.BYTES, section);
        return RecordBatch.wrap(bytes);
    }

    private static RecordBatch again(List<PlainRecord> records, Codec codec, RecordBatch original) {
        BatchBuilder builder = new BatchBuilder(BatchFixtures.SEED).codec(codec);
        records.forEach(builder::add);
        RecordBatch batch = builder.build();
        assertThat(batch.recordCount()).isEqualTo(original.recordCount());
        return batch;
    }
}
