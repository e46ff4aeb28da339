package io.thalweg.cli.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.cli.terminal.CommandFailure;
import io.thalweg.client.api.producer.ProducerRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LineInputTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> lines(InputStream in) throws IOException {
        var reader = new LineReader(in);
        List<String> lines = new ArrayList<>();
        for (byte[] line = reader.next(); line != null; line = reader.next()) {
            lines.add(new String(line, StandardCharsets.UTF_8));
        }
        return lines;
    }

    @Test
    void shouldKeepEmptyLinesAndTheLastOneWithoutLineFeed() throws IOException {
        assertThat(lines(new ByteArrayInputStream(bytes("a\n\nb\r\nc")))).containsExactly("a", "", "b\r", "c");
        assertThat(lines(new ByteArrayInputStream(bytes("a\n")))).containsExactly("a");
        assertThat(lines(InputStream.nullInputStream())).isEmpty();
    }

    @Test
    void shouldReadLinesLongerThanItsBuffer() throws IOException {
        String longLine = "x".repeat(200_000);

        assertThat(lines(new ByteArrayInputStream(bytes(longLine + "\nend\n")))).containsExactly(longLine, "end");
    }

    @Test
    void shouldRefuseALineThatIsLargerThanAnyRecord() {
        // given
        var endless = new LineReader(new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return length;
            }
        });

        // when, then
        assertThatThrownBy(endless::next)
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo("RECORD_TOO_LARGE"));
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "none" : new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void shouldSplitAtTheFirstSeparator() {
        ProducerRecord<byte[], byte[]> record =
                new KeyedLine("orders", ProducerRecord.ANY_PARTITION, "::").record(bytes("k::v::w"), 1);

        assertThat(text(record.key())).isEqualTo("k");
        assertThat(text(record.value())).isEqualTo("v::w");
    }

    @Test
    void shouldTakeBackslashTForATab() {
        ProducerRecord<byte[], byte[]> record = new KeyedLine("orders", 3, "\\t").record(bytes("k\tv"), 1);

        assertThat(text(record.key())).isEqualTo("k");
        assertThat(record.partition()).isEqualTo(3);
    }

    @Test
    void shouldTakeTheWholeLineWithoutSeparator() {
        ProducerRecord<byte[], byte[]> record =
                new KeyedLine("orders", ProducerRecord.ANY_PARTITION, "").record(bytes("k:v"), 1);

        assertThat(text(record.key())).isEqualTo("none");
        assertThat(text(record.value())).isEqualTo("k:v");
    }

    @Test
    void shouldNameTheLineWithoutKey() {
        var keyed = new KeyedLine("orders", ProducerRecord.ANY_PARTITION, ":");

        assertThatThrownBy(() -> keyed.record(bytes("no key"), 17))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("line 17 has no key separator");
    }
}
