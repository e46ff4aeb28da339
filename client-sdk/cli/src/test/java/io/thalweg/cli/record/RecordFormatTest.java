package io.thalweg.cli.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.client.api.Headers;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.ConsumerRecord;
import io.thalweg.client.api.consumer.RecordOrigin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecordFormatTest {
    private static ConsumerRecord<byte[], byte[]> record(@Nullable String key, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                new RecordOrigin(new TopicPartition("orders", 2), 7, 1_000),
                41,
                1_763_800_000_000L,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                value,
                Headers.empty().with("source", "shop"));
    }

    private static String written(RecordWriter writer, ConsumerRecord<byte[], byte[]> record) throws IOException {
        var out = new ByteArrayOutputStream();
        writer.write(record, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%t/%p/%o %k=%v @%T%n | orders/2/41 c-1=paid @1763800000000#",
                "%v | paid",
                "100%% %v | 100% paid",
                "%k\\t%v\\n | c-1~paid#",
                "a\\\\b\\q | a\\b\\q",
                "50% | 50%"
            })
    void shouldFillInTheTemplate(String template, String expected) throws IOException {
        String text = written(RecordTemplate.parse(template), record("c-1", "paid".getBytes(StandardCharsets.UTF_8)));

        assertThat(text.replace('\n', '#').replace('\t', '~')).isEqualTo(expected);
    }

    @Test
    void shouldWriteNothingForAMissingKeyOrValue() throws IOException {
        assertThat(written(RecordTemplate.parse("[%k|%v]"), record(null, null))).isEqualTo("[|]");
    }

    @Test
    void shouldWriteBytesUntouched() throws IOException {
        // given
        byte[] value = {(byte) 0xff, 0, (byte) 0xfe};
        var out = new ByteArrayOutputStream();

        // when
        RecordTemplate.parse("%v").write(record(null, value), out);

        // then
        assertThat(out.toByteArray()).isEqualTo(value);
    }

    @Test
    void shouldNameAnUnknownField() {
        assertThatThrownBy(() -> RecordTemplate.parse("%x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown field %x");
    }

    @Test
    void shouldWriteARecordAsJsonOnALine() throws IOException {
        String json = written(new RecordJson(), record("c-1", "paid \"now\"".getBytes(StandardCharsets.UTF_8)));

        assertThat(json)
                .isEqualTo("{\"topic\":\"orders\",\"partition\":2,\"offset\":41,\"timestamp\":1763800000000,"
                        + "\"key\":\"c-1\",\"value\":\"paid \\\"now\\\"\","
                        + "\"headers\":[{\"name\":\"source\",\"value\":\"shop\"}]}\n");
    }

    @Test
    void shouldKeepBytesThatAreNoTextInJson() {
        String json = RecordJson.text(record(null, new byte[] {(byte) 0xff}));

        assertThat(json).contains("\"key\":null", "\"valueBase64\":\"/w==\"").doesNotContain("keyBase64");
    }
}
