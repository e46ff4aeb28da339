package io.thalweg.broker.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.fuzzing.Allocation;
import io.thalweg.fuzzing.FuzzRules;
import io.thalweg.fuzzing.HexFiles;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** Any bytes as a batch: refused with a cause or sound, and no bit of a sound batch can change unnoticed. */
final class BatchFuzzTest implements FuzzRules {

    private static final int MOST_BYTES = 1 << 20;
    private static final int CHECKED_BITS = 256;
    /** Refusals and views; a checker copies nothing of the batch. */
    private static final long MOST_ALLOCATED = 64 << 10;

    @Override
    public List<byte[]> seeds() throws Exception {
        return HexFiles.read(Path.of("../docs/design/batch-format"));
    }

    @Override
    public void feed(byte[] input) throws Exception {
        check(input);
        walk(input);
        if (input.length >= RecordBatch.HEADER_BYTES) {
            // Only what passes the frame and the checksum gets to the checks behind them.
            byte[] framed = input.clone();
            ByteBuffer bytes = ByteBuffer.wrap(framed);
            bytes.put(BatchHeader.MAGIC_OFFSET, BatchHeader.MAGIC).putInt(BatchHeader.LENGTH_OFFSET, framed.length);
            bytes.putInt(BatchHeader.CRC_OFFSET, RecordBatch.wrap(bytes).computeCrc(BatchFixtures.SEED));
            check(framed);
        }
    }

    private static void check(byte[] input) throws Exception {
        BatchCheck found = Allocation.within(
                MOST_ALLOCATED, () -> BatchValidator.validate(ByteBuffer.wrap(input), BatchFixtures.SEED, MOST_BYTES));
        if (found instanceof BatchCheck.Sound sound) {
            assertThat(sound.batch().length()).isEqualTo(input.length);
            assertThat(sound.batch().nextOffset() - sound.batch().baseOffset())
                    .isEqualTo(sound.batch().recordCount());
            flipBits(input);
        }
    }

    private static void flipBits(byte[] sound) {
        int bits = sound.length * Byte.SIZE;
        int step = Math.max(1, bits / CHECKED_BITS);
        for (int bit = 0; bit < bits; bit += step) {
            int at = bit / Byte.SIZE;
            boolean stamped = at >= BatchHeader.BASE_OFFSET_OFFSET && at < BatchHeader.CRC_OFFSET;
            byte[] damaged = sound.clone();
            damaged[at] ^= (byte) (1 << bit % Byte.SIZE);
            BatchCheck found = BatchValidator.validate(ByteBuffer.wrap(damaged), BatchFixtures.SEED, MOST_BYTES);
            assertThat(found instanceof BatchCheck.Sound).as("bit %s", bit).isEqualTo(stamped);
        }
    }

    private static void walk(byte[] input) {
        int bytes = 0;
        try {
            for (RecordBatch batch : RecordBatches.of(ByteBuffer.wrap(input))) {
                bytes += batch.length();
                BatchValidator.validateStored(batch, BatchFixtures.SEED);
                asControl(batch);
            }
            assertThat(bytes).isEqualTo(input.length);
        } catch (MalformedBatchException e) {
            assertThat(bytes).isLessThan(input.length);
        }
    }

    private static void asControl(RecordBatch batch) {
        if (batch.length() < MOST_BYTES && batch.codecId() == Codec.NONE.id()) {
            try {
                ControlRecords.asEpochStart(batch);
                ControlRecords.asProducerExpiry(batch);
            } catch (MalformedBatchException e) {
                assertThat(batch.isControl()).isTrue();
            }
        }
    }
}
