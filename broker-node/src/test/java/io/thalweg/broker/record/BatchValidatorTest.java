package io.thalweg.broker.record;

import static io.thalweg.broker.record.BatchFixtures.SEED;
import static io.thalweg.broker.record.BatchFixtures.copy;
import static io.thalweg.broker.record.BatchFixtures.threeRecords;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchValidatorTest {
    private static final int LIMIT = 1 << 20;

    @ParameterizedTest
    @EnumSource(Codec.class)
    void shouldAcceptWhatTheBuilderMakes(Codec codec) {
        RecordBatch batch = threeRecords().codec(codec).producer(9, 0, 0).build();

        assertThat(BatchValidator.validate(batch.bytes(), SEED, LIMIT)).isInstanceOf(BatchCheck.Sound.class);
    }

    @Test
    void shouldDetectEverySingleFlippedBitOutsideTheStampedFields() {
        ByteBuffer bytes = copy(threeRecords().build());

        for (int bit = 0; bit < bytes.remaining() * 8; bit++) {
            int at = bit / 8;
            if (at >= BatchHeader.BASE_OFFSET_OFFSET && at < BatchHeader.CRC_OFFSET) {
                continue;
            }
            bytes.put(at, (byte) (bytes.get(at) ^ 1 << bit % 8));
            assertThat(BatchValidator.validate(bytes, SEED, LIMIT))
                    .as("bit %d of byte %d", bit % 8, at)
                    .isInstanceOf(BatchProblem.class);
            bytes.put(at, (byte) (bytes.get(at) ^ 1 << bit % 8));
        }
    }

    @Test
    void shouldNotCareAboutTheStampedFieldsOfAClient() {
        RecordBatch batch = threeRecords().build();
        batch.stamp(-17, -1, Long.MIN_VALUE);

        assertThat(BatchValidator.validate(batch.bytes(), SEED, LIMIT)).isInstanceOf(BatchCheck.Sound.class);
    }

    @Test
    void shouldRefuseABatchMadeForAnotherPartition() {
        BatchSeed neighbour = new BatchSeed(SEED.topicIdHigh(), SEED.topicIdLow(), SEED.partition() + 1);

        assertThat(causeOf(threeRecords().build().bytes(), neighbour)).isEqualTo(BatchProblem.Cause.CRC_MISMATCH);
    }

    @Test
    void shouldRefuseFewerBytesThanAHeader() {
        assertThat(causeOf(ByteBuffer.allocate(91), SEED)).isEqualTo(BatchProblem.Cause.LENGTH_MISMATCH);
        assertThat(causeOf(ByteBuffer.allocate(0), SEED)).isEqualTo(BatchProblem.Cause.LENGTH_MISMATCH);
    }

    @Test
    void shouldRefuseACutAndAnOverlongBatch() {
        RecordBatch batch = threeRecords().build();
        ByteBuffer cut = batch.bytes().limit(batch.length() - 1);
        ByteBuffer longer = ByteBuffer.allocate(batch.length() + 1).put(batch.bytes());
        longer.rewind();

        assertThat(causeOf(cut, SEED)).isEqualTo(BatchProblem.Cause.LENGTH_MISMATCH);
        assertThat(causeOf(longer, SEED)).isEqualTo(BatchProblem.Cause.LENGTH_MISMATCH);
    }

    @Test
    void shouldRefuseAnotherMagic() {
        ByteBuffer bytes = copy(threeRecords().build()).put(0, (byte) 2);

        assertThat(causeOf(bytes, SEED)).isEqualTo(BatchProblem.Cause.UNKNOWN_MAGIC);
    }

    @Test
    void shouldRefuseABatchAboveTheLimitOfTheTopic() {
        RecordBatch batch = threeRecords().build();

        assertThat(BatchValidator.validate(batch.bytes(), SEED, batch.length() - 1))
                .isInstanceOfSatisfying(
                        BatchProblem.class,
                        problem -> assertThat(problem.cause()).isEqualTo(BatchProblem.Cause.TOO_LARGE));
        assertThat(BatchValidator.validate(batch.bytes(), SEED, batch.length())).isInstanceOf(BatchCheck.Sound.class);
    }

    @Test
    void shouldRefuseAnUnknownCodec() {
        ByteBuffer bytes = resealed(copy(threeRecords().build()).putShort(BatchHeader.ATTRIBUTES_OFFSET, (short) 5));

        assertThat(causeOf(bytes, SEED)).isEqualTo(BatchProblem.Cause.UNKNOWN_CODEC);
    }

    @Test
    void shouldRefuseControlTransactionalAndReservedBitsOfAClient() {
        for (int bit : new int[] {3, 4, 5, 6, 15}) {
            ByteBuffer bytes =
                    resealed(copy(threeRecords().build()).putShort(BatchHeader.ATTRIBUTES_OFFSET, (short) (1 << bit)));

            assertThat(causeOf(bytes, SEED)).as("bit %d", bit).isEqualTo(BatchProblem.Cause.INVALID_HEADER);
        }
    }

    @Test
    void shouldRefuseReservedBytesAndTransactionNumbers() {
        ByteBuffer reservedByte = copy(threeRecords().build()).put(BatchHeader.RESERVED_BYTE_OFFSET, (byte) 1);
        ByteBuffer reservedWord = copy(threeRecords().build()).putInt(BatchHeader.RESERVED_WORD_OFFSET, 1);
        ByteBuffer transaction = copy(threeRecords().build()).putLong(BatchHeader.TRANSACTION_NUMBER_OFFSET, 1);

        assertThat(causeOf(resealed(reservedByte), SEED)).isEqualTo(BatchProblem.Cause.INVALID_HEADER);
        assertThat(causeOf(resealed(reservedWord), SEED)).isEqualTo(BatchProblem.Cause.INVALID_HEADER);
        assertThat(causeOf(resealed(transaction), SEED)).isEqualTo(BatchProblem.Cause.INVALID_HEADER);
    }

    @Test
    void shouldRefuseProducerFieldsThatDoNotFitTogether() {
        assertThat(causeOf(threeRecords().producer(5, -1, -1).build().bytes(), SEED))
                .isEqualTo(BatchProblem.Cause.INVALID_HEADER);
        assertThat(causeOf(threeRecords().producer(5, 0, -1).build().bytes(), SEED))
                .isEqualTo(BatchProblem.Cause.INVALID_HEADER);
        assertThat(causeOf(threeRecords().producer(-1, 0, 0).build().bytes(), SEED))
                .isEqualTo(BatchProblem.Cause.INVALID_HEADER);
        assertThat(causeOf(threeRecords().producer(5, 0, Long.MAX_VALUE).build().bytes(), SEED))
                .isEqualTo(BatchProblem.Cause.INVALID_HEADER);
    }

    @Test
    void shouldRefuseCountsThatDisagree() {
        ByteBuffer delta = copy(threeRecords().build()).putInt(BatchHeader.LAST_OFFSET_DELTA_OFFSET, 3);
        ByteBuffer both = copy(threeRecords().build())
                .putInt(BatchHeader.RECORD_COUNT_OFFSET, 4)
                .putInt(BatchHeader.LAST_OFFSET_DELTA_OFFSET, 3);
        ByteBuffer none = copy(threeRecords().build())
                .putInt(BatchHeader.RECORD_COUNT_OFFSET, 0)
                .putInt(BatchHeader.LAST_OFFSET_DELTA_OFFSET, -1);

        assertThat(causeOf(resealed(delta), SEED)).isEqualTo(BatchProblem.Cause.COUNT_MISMATCH);
        assertThat(causeOf(resealed(both), SEED)).isEqualTo(BatchProblem.Cause.COUNT_MISMATCH);
        assertThat(causeOf(resealed(none), SEED)).isEqualTo(BatchProblem.Cause.COUNT_MISMATCH);
    }

    @Test
    void shouldRefuseAnUncompressedSectionThatIsNoRecordSet() {
        ByteBuffer bytes = copy(threeRecords().build());
        bytes.put(RecordBatch.HEADER_BYTES + 1, (byte) 0x7F);

        assertThat(causeOf(resealed(bytes), SEED)).isEqualTo(BatchProblem.Cause.COUNT_MISMATCH);
    }

    @Test
    void shouldAcceptAStoredControlBatchButNotAnUnstampedOne() {
        RecordBatch batch = ControlRecords.epochStart(SEED, new ControlRecords.EpochStart(1, 8), 0);
        batch.stamp(0, 8, 1);

        assertThat(BatchValidator.validateStored(batch, SEED)).isInstanceOf(BatchCheck.Sound.class);
        batch.stamp(-1, 8, 1);
        assertThat(BatchValidator.validateStored(batch, SEED)).isInstanceOf(BatchProblem.class);
    }

    @Test
    void shouldRefuseAnyPrefixOfABatch() {
        RecordBatch batch = threeRecords().build();

        for (int length = 0; length < batch.length(); length++) {
            assertThat(BatchValidator.validate(batch.bytes().limit(length), SEED, LIMIT))
                    .isInstanceOf(BatchProblem.class);
        }
    }

    private static BatchProblem.Cause causeOf(ByteBuffer bytes, BatchSeed seed) {
        BatchCheck check = BatchValidator.validate(bytes, seed, LIMIT);
        assertThat(check).isInstanceOf(BatchProblem.class);
        return ((BatchProblem) check).cause();
    }

    private static ByteBuffer resealed(ByteBuffer bytes) {
        return bytes.putInt(BatchHeader.CRC_OFFSET, RecordBatch.wrap(bytes).computeCrc(SEED));
    }
}
