package io.thalweg.client.internal.batching;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.client.api.Headers;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.proto.v1.Record;
import io.thalweg.proto.v1.RecordSet;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BatchEncoderTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 1);
    private static final BatchSeed SEED = new BatchSeed(new UUID(1, 2), 1);

    private static RawRecord record(int size) {
        return new RawRecord(null, new byte[size], Headers.empty(), 5);
    }

    private static RecordCursor read(SealedBatch sealed) {
        return FetchedBatch.at(sealed.bytes(), 0, sealed.length(), PARTITION).records(SEED, PARTITION);
    }

    @Test
    void shouldWriteWhatProtobufReads() throws Exception {
        Random random = new Random(42);
        BatchEncoder encoder = new BatchEncoder(1 << 20);
        for (int i = 0; i < 500; i++) {
            byte[] value = new byte[random.nextInt(400)];
            random.nextBytes(value);
            byte[] key = ("k" + i).getBytes(StandardCharsets.UTF_8);
            Headers headers = Headers.empty().with("h" + i, "v".repeat(i));
            encoder.append(new RawRecord(key, value, headers, 1_000_000L + random.nextInt(100_000)));
        }
        SealedBatch sealed = encoder.seal(Codec.NONE, SEED, ProducerStamp.NONE);
        int section = sealed.length() - BatchHeader.LENGTH;
        RecordSet parsed = RecordSet.parser().parseFrom(sealed.bytes(), BatchHeader.LENGTH, section);
        RecordCursor cursor = read(sealed);

        assertThat(parsed.getRecordsCount()).isEqualTo(500);
        for (Record expected : parsed.getRecordsList()) {
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.keyBytes()).isEqualTo(expected.getKey().toByteArray());
            assertThat(cursor.valueBytes()).isEqualTo(expected.getValue().toByteArray());
            assertThat(cursor.headers().asList().get(0).name())
                    .isEqualTo(expected.getHeaders(0).getName());
        }
    }

    @Test
    void shouldBeFullAtItsLimit() {
        BatchEncoder encoder = new BatchEncoder(1_000);
        encoder.append(record(500));

        assertThat(encoder.hasRoomFor(record(200))).isTrue();
        assertThat(encoder.hasRoomFor(record(500))).isFalse();
    }

    @Test
    void shouldTakeOneRecordBeyondItsLimit() {
        BatchEncoder encoder = new BatchEncoder(1_000);

        assertThat(encoder.hasRoomFor(record(50_000))).isTrue();
        encoder.append(record(50_000));
        assertThat(encoder.size()).isBetween(50_000, 50_200);
        assertThat(encoder.hasRoomFor(record(1))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void shouldCompressWhatGetsSmaller(Codec codec) throws Exception {
        BatchEncoder encoder = new BatchEncoder(100_000);
        encoder.append(record(50_000));
        SealedBatch sealed = encoder.seal(codec, SEED, ProducerStamp.NONE);
        RecordCursor cursor = read(sealed);

        assertThat(sealed.length()).isLessThan(codec == Codec.NONE ? 51_000 : 5_000);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.valueBytes()).hasSize(50_000);
    }

    /** Both sides make buffers of that size, for every batch. The size stands behind magic and flags of the frame. */
    @Test
    void shouldAskReadersOfLz4ForSmallBuffers() {
        BatchEncoder encoder = new BatchEncoder(100_000);
        encoder.append(record(1_000));
        SealedBatch sealed = encoder.seal(Codec.LZ4, SEED, ProducerStamp.NONE);
        int descriptor = sealed.bytes()[BatchHeader.LENGTH + Integer.BYTES + 1];

        assertThat(LZ4FrameOutputStream.BLOCKSIZE.valueOf(descriptor >> 4))
                .isEqualTo(LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB);
    }

    @Test
    void shouldLeaveWhatDoesNotGetSmaller() {
        byte[] noise = new byte[10_000];
        new Random(1).nextBytes(noise);
        BatchEncoder encoder = new BatchEncoder(100_000);
        encoder.append(new RawRecord(null, noise, Headers.empty(), 5));
        SealedBatch sealed = encoder.seal(Codec.LZ4, SEED, ProducerStamp.NONE);

        assertThat(sealed.bytes()[BatchHeader.ATTRIBUTES + 1] & BatchHeader.CODEC_MASK)
                .isZero();
    }

    @Test
    void shouldSealAgainWithAnotherStamp() {
        BatchEncoder encoder = new BatchEncoder(1_000);
        encoder.append(record(10));
        encoder.seal(Codec.NONE, SEED, new ProducerStamp(1, 0, 5));
        SealedBatch again = encoder.seal(Codec.NONE, SEED, new ProducerStamp(2, 0, 0));
        FetchedBatch batch = FetchedBatch.at(again.bytes(), 0, again.length(), PARTITION);

        assertThat(batch.producerId()).isEqualTo(2);
        assertThat(batch.baseSequence()).isZero();
        assertThat(read(again)).isNotNull();
    }
}
