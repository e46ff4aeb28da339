package io.thalweg.broker.record;

import static io.thalweg.broker.record.BatchFixtures.SEED;
import static io.thalweg.broker.record.BatchFixtures.TIME;
import static io.thalweg.broker.record.BatchFixtures.threeRecords;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The golden files are the format: a change that this test notices is a new magic, or a mistake. */
class GoldenBatchTest {
    private static final Path FOLDER = Path.of("..", "docs", "design", "batch-format");

    @Test
    void shouldEncodeExactlyTheGoldenBytes() throws Exception {
        RecordBatch plain = threeRecords().build();
        RecordBatch idempotent = threeRecords().producer(4711, 3, 90).build();
        RecordBatch stamped = threeRecords().producer(4711, 3, 90).build();
        stamped.stamp(1000, 12, TIME + 777);
        RecordBatch epochStart = ControlRecords.epochStart(SEED, new ControlRecords.EpochStart(2, 31), TIME);
        epochStart.stamp(1003, 40, TIME + 1000);

        assertThat(plain.bytes()).isEqualTo(golden("none"));
        assertThat(idempotent.bytes()).isEqualTo(golden("idempotent"));
        assertThat(stamped.bytes()).isEqualTo(golden("stamped"));
        assertThat(epochStart.bytes()).isEqualTo(golden("epoch-start"));
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void shouldDecodeTheGoldenBytesOfEveryCodec(Codec codec) throws Exception {
        RecordBatch batch = RecordBatch.wrap(golden(codec.name().toLowerCase(Locale.ROOT)));

        assertThat(batch.crcMatches(SEED)).isTrue();
        assertThat(batch.codecId()).isEqualTo(codec.id());
        assertThat(BatchRecords.decode(batch))
                .isEqualTo(BatchRecords.decode(threeRecords().build()));
    }

    @Test
    void shouldChainTheGoldenBatchesToTheDocumentedValue() throws Exception {
        long chain = RecordBatch.wrap(golden("stamped")).chainAfter(ChainHash.EMPTY);
        chain = RecordBatch.wrap(golden("epoch-start")).chainAfter(chain);

        assertThat(Files.readString(FOLDER.resolve("../batch-format.md")))
                .contains(HexFormat.of().toHexDigits(chain));
    }

    private static ByteBuffer golden(String name) throws Exception {
        StringBuilder hex = new StringBuilder();
        for (String line : Files.readAllLines(FOLDER.resolve(name + ".batch.hex"))) {
            if (!line.startsWith("#")) {
                hex.append(line.strip());
            }
        }
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
