package io.thalweg.broker.record;

import static io.thalweg.broker.record.BatchFixtures.SEED;
import static io.thalweg.broker.record.BatchFixtures.TIME;
import static io.thalweg.broker.record.BatchFixtures.copy;
import static io.thalweg.broker.record.BatchFixtures.threeRecords;
import static io.thalweg.broker.record.BatchFixtures.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.thalweg.proto.v1.Record;
import io.thalweg.proto.v1.RecordSet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchRecordsTest {
    @ParameterizedTest
    @EnumSource(Codec.class)
    void shouldGiveBackTheRecordsThatWentIn(Codec codec) {
        RecordBatch batch = threeRecords().codec(codec).build();

        List<PlainRecord> records = BatchRecords.decode(batch);

        assertThat(records).hasSize(3);
        assertThat(records.get(0).key()).isEqualTo(utf8("river"));
        assertThat(records.get(0).headers())
                .containsExactly(new RecordHeader("unit", utf8("km")), new RecordHeader("empty", utf8("")));
        assertThat(records.get(0).createTimeMillis()).isEqualTo(TIME);
        assertThat(records.get(1).key()).isNull();
        assertThat(records.get(1).createTimeMillis()).isEqualTo(TIME + 250);
        assertThat(records.get(2).value()).isNull();
        assertThat(records.get(2).createTimeMillis()).isEqualTo(TIME - 5);
        assertThat(batch.maxCreateTimeMillis()).isEqualTo(TIME + 250);
    }

    @Test
    void shouldWriteWhatAnyProtobufLibraryReads() throws Exception {
        RecordSet set =
                RecordSet.parseFrom(ByteString.copyFrom(threeRecords().build().recordBytes()));

        assertThat(set.getRecordsCount()).isEqualTo(3);
        assertThat(set.getRecords(0).getHeaders(0).getName()).isEqualTo("unit");
        assertThat(set.getRecords(1).hasKey()).isFalse();
        assertThat(set.getRecords(1).getCreateTimeDeltaMillis()).isEqualTo(250);
        assertThat(set.getRecords(2).hasValue()).isFalse();
        assertThat(set.getRecords(2).getCreateTimeDeltaMillis()).isEqualTo(-5);
    }

    @Test
    void shouldMakeABatchOfAnEncodedRecordSet() {
        RecordSet set = RecordSet.newBuilder()
                .addRecords(Record.newBuilder().setValue(ByteString.copyFromUtf8("a")))
                .addRecords(Record.newBuilder().setValue(ByteString.EMPTY).setCreateTimeDeltaMillis(-3))
                .build();

        RecordBatch batch = BatchBuilder.ofRecordSet(SEED, set.toByteString().asReadOnlyByteBuffer(), TIME);

        assertThat(BatchValidator.validate(batch.bytes(), SEED, 1 << 20)).isInstanceOf(BatchCheck.Sound.class);
        assertThat(batch.recordCount()).isEqualTo(2);
        assertThat(batch.maxCreateTimeMillis()).isEqualTo(TIME);
        assertThat(BatchRecords.decode(batch).get(1).createTimeMillis()).isEqualTo(TIME - 3);
    }

    @Test
    void shouldRefuseToMakeABatchOfNothingOrOfNonsense() {
        assertThatThrownBy(() -> BatchBuilder.ofRecordSet(SEED, ByteBuffer.allocate(0), TIME))
                .isInstanceOf(MalformedBatchException.class);
        assertThatThrownBy(() -> BatchBuilder.ofRecordSet(SEED, utf8("nonsense"), TIME))
                .isInstanceOf(MalformedBatchException.class);
        assertThatThrownBy(() -> new BatchBuilder(SEED).build()).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void shouldNeverDecompressMoreThanAllowed(Codec codec) {
        byte[] zeros = new byte[1 << 20];
        ByteBuffer compressed = ByteBuffer.wrap(codec.compress(zeros));

        assertThat(codec.decompress(compressed, zeros.length).remaining()).isEqualTo(zeros.length);
        assertThatThrownBy(() -> codec.decompress(compressed, zeros.length - 1))
                .isInstanceOf(MalformedBatchException.class);
    }

    @ParameterizedTest
    @EnumSource(value = Codec.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void shouldRefuseBytesOfAnotherCodec(Codec codec) {
        assertThatThrownBy(() -> codec.decompress(utf8("certainly not compressed"), 1 << 20))
                .isInstanceOf(MalformedBatchException.class);
    }

    @Test
    void shouldReadTheControlRecordsItWrites() {
        RecordBatch start = ControlRecords.epochStart(SEED, new ControlRecords.EpochStart(3, 77), TIME);
        RecordBatch expiry = ControlRecords.producerExpiry(SEED, new ControlRecords.ProducerExpiry(5), TIME);

        assertThat(start.isControl()).isTrue();
        assertThat(start.recordCount()).isEqualTo(1);
        assertThat(ControlRecords.asEpochStart(start)).contains(new ControlRecords.EpochStart(3, 77));
        assertThat(ControlRecords.asEpochStart(expiry)).isEmpty();
        assertThat(ControlRecords.asProducerExpiry(expiry)).contains(new ControlRecords.ProducerExpiry(5));
        assertThat(ControlRecords.asEpochStart(threeRecords().build())).isEmpty();
    }

    @Test
    void shouldWalkBatchesAndStopAtTheFirstThatIsNotWhole() {
        RecordBatch batch = threeRecords().build();
        ByteBuffer two =
                ByteBuffer.allocate(2 * batch.length()).put(batch.bytes()).put(batch.bytes());
        two.flip();
        List<Integer> lengths = new ArrayList<>();

        RecordBatches.of(two).forEach(each -> lengths.add(each.length()));

        assertThat(lengths).containsExactly(batch.length(), batch.length());
        two.limit(two.limit() - 1);
        assertThatThrownBy(() -> RecordBatches.of(two).forEach(each -> lengths.add(each.length())))
                .isInstanceOf(MalformedBatchException.class);
        assertThat(lengths).hasSize(3);
    }

    @Test
    void shouldStampOnlyTheLeadersFields() {
        RecordBatch batch = threeRecords().build();
        ByteBuffer before = copy(batch);

        batch.stamp(41, 9, TIME + 1);

        assertThat(batch.baseOffset()).isEqualTo(41);
        assertThat(batch.lastOffset()).isEqualTo(43);
        assertThat(batch.nextOffset()).isEqualTo(44);
        assertThat(batch.leaderEpoch()).isEqualTo(9);
        assertThat(batch.appendTimeMillis()).isEqualTo(TIME + 1);
        assertThat(batch.crcMatches(SEED)).isTrue();
        assertThat(before.putLong(8, 41).putLong(16, 9).putLong(24, TIME + 1)).isEqualTo(batch.bytes());
    }

    @Test
    void shouldGiveAnotherChainHashForEveryDifferenceInHistory() {
        RecordBatch batch = threeRecords().build();
        batch.stamp(3, 2, TIME);
        long chain = batch.chainAfter(ChainHash.EMPTY);

        assertThat(batch.chainAfter(ChainHash.EMPTY)).isEqualTo(chain);
        assertThat(batch.chainAfter(1)).isNotEqualTo(chain);
        batch.stamp(4, 2, TIME);
        assertThat(batch.chainAfter(ChainHash.EMPTY)).isNotEqualTo(chain);
        batch.stamp(3, 1, TIME);
        assertThat(batch.chainAfter(ChainHash.EMPTY)).isNotEqualTo(chain);
        batch.stamp(3, 2, TIME + 1);
        assertThat(batch.chainAfter(ChainHash.EMPTY)).isNotEqualTo(chain);
    }

    @Test
    void shouldReadABatchInTheMiddleOfADirectBuffer() {
        RecordBatch batch = threeRecords().build();
        ByteBuffer direct = ByteBuffer.allocateDirect(batch.length() + 20);
        direct.position(13).put(batch.bytes()).position(0);

        RecordBatch wrapped = RecordBatch.wrap(direct, 13);

        assertThat(wrapped.crcMatches(SEED)).isTrue();
        assertThat(BatchRecords.decode(wrapped)).hasSize(3);
        assertThat(wrapped.bytes()).isEqualTo(batch.bytes());
    }
}
