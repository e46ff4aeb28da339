package io.thalweg.client.internal.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.client.api.DataException;
import io.thalweg.client.api.Headers;
import io.thalweg.client.api.TopicPartition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The batch format against the golden files that the broker reads as well. */
final class GoldenBatchTest {
    private static final Path FOLDER = Path.of("../../docs/design/batch-format");
    private static final TopicPartition PARTITION = new TopicPartition("golden", 7);
    private static final UUID TOPIC = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final BatchSeed SEED = new BatchSeed(TOPIC, PARTITION.partition());
    private static final long BASE_TIME = 1_790_000_000_000L;

    private static byte[] golden(String name) throws Exception {
        String hex = Files.readAllLines(FOLDER.resolve(name + ".batch.hex")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceAll("\\s", ""))
                .collect(Collectors.joining());
        return HexFormat.of().parseHex(hex);
    }

    private static byte @Nullable [] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] written(ProducerStamp stamp) {
        Headers headers = Headers.empty().with("unit", "km").with("empty", "");
        BatchEncoder encoder = new BatchEncoder(1 << 16);
        encoder.append(new RawRecord(utf8("river"), utf8("Rhine, 1233 km"), headers, BASE_TIME));
        encoder.append(new RawRecord(null, utf8("no key"), Headers.empty(), BASE_TIME + 250));
        encoder.append(new RawRecord(utf8("river"), null, Headers.empty(), BASE_TIME - 5));
        SealedBatch sealed = encoder.seal(Codec.NONE, SEED, stamp);
        return Arrays.copyOf(sealed.bytes(), sealed.length());
    }

    @Test
    void shouldWriteTheSameBytes() throws Exception {
        assertThat(written(ProducerStamp.NONE)).isEqualTo(golden("none"));
        assertThat(written(new ProducerStamp(4711, 3, 90))).isEqualTo(golden("idempotent"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd", "idempotent", "stamped"})
    void shouldReadTheThreeRecords(String name) throws Exception {
        byte[] data = golden(name);
        RecordCursor records = FetchedBatch.at(data, 0, data.length, PARTITION).records(SEED, PARTITION);

        assertThat(records.next()).isTrue();
        assertThat(records.keyBytes()).isEqualTo(utf8("river"));
        assertThat(records.valueBytes()).isEqualTo(utf8("Rhine, 1233 km"));
        assertThat(records.createTime()).isEqualTo(BASE_TIME);
        assertThat(records.headers()).hasToString("[unit=km, empty=]");
        assertThat(records.next()).isTrue();
        assertThat(records.keyBytes()).isNull();
        assertThat(records.createTime()).isEqualTo(BASE_TIME + 250);
        assertThat(records.next()).isTrue();
        assertThat(records.valueBytes()).isNull();
        assertThat(records.createTime()).isEqualTo(BASE_TIME - 5);
        assertThat(records.next()).isFalse();
    }

    @Test
    void shouldReadWhatTheLeaderStamped() throws Exception {
        byte[] data = golden("stamped");
        FetchedBatch batch = FetchedBatch.at(data, 0, data.length, PARTITION);

        assertThat(batch.baseOffset()).isEqualTo(1000);
        assertThat(batch.nextOffset()).isEqualTo(1003);
        assertThat(batch.leaderEpoch()).isEqualTo(12);
        assertThat(batch.appendTime()).isEqualTo(BASE_TIME + 777);
        assertThat(batch.isControl()).isFalse();
    }

    @Test
    void shouldRecogniseAControlBatch() throws Exception {
        byte[] data = golden("epoch-start");
        FetchedBatch batch = FetchedBatch.at(data, 0, data.length, PARTITION);

        assertThat(batch.isControl()).isTrue();
        assertThat(batch.nextOffset()).isEqualTo(1004);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "zstd"})
    void shouldRefuseABatchWithAnyByteChangedThatTheChecksumCovers(String name) throws Exception {
        byte[] good = golden(name);
        for (int i = BatchHeader.RECORD_COUNT; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x10;
            assertThatThrownBy(
                            () -> FetchedBatch.at(bad, 0, bad.length, PARTITION).records(SEED, PARTITION))
                    .isInstanceOf(DataException.class);
        }
    }

    @Test
    void shouldRefuseABatchOfAnotherPartition() throws Exception {
        byte[] data = golden("none");

        assertThatThrownBy(() ->
                        FetchedBatch.at(data, 0, data.length, PARTITION).records(new BatchSeed(TOPIC, 8), PARTITION))
                .hasMessageContaining("checksum");
    }

    @Test
    void shouldRefuseABatchThatIsCutOff() throws Exception {
        byte[] data = golden("none");
        for (int length = 0; length < data.length; length++) {
            int end = length;
            assertThatThrownBy(() -> FetchedBatch.at(data, 0, end, PARTITION)).isInstanceOf(DataException.class);
        }
    }
}
