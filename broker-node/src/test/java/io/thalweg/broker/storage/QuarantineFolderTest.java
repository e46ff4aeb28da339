package io.thalweg.broker.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.broker.log.LogQuarantine;
import io.thalweg.broker.log.QuarantineFailure;
import io.thalweg.broker.log.QuarantinedPart;
import io.thalweg.broker.record.BatchBuilder;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuarantineFolderTest {
    private static final BatchSeed SEED = new BatchSeed(1, 2, 3);
    private static final QuarantinedPart PART = new QuarantinedPart("orders", SEED, 5, 8, 40);

    @TempDir
    private Path temp;

    @Test
    void shouldGiveBackWhatWasCopied() {
        // given
        keep(PART, batch(5), batch(6), batch(7));

        // when
        QuarantineFolder later = folder();

        // then
        assertThat(later.parts()).containsExactly(PART);
        assertThat(offsets(later)).containsExactly(5L, 6L, 7L);
    }

    @Test
    void shouldNotCopyAPartAgain() {
        keep(PART, batch(5), batch(6), batch(7));

        assertThat(folder().begin(PART)).isNull();
    }

    @Test
    void shouldBeginAnewACopyThatWasNotFinished() {
        // given
        try (LogQuarantine.Copy unfinished = Objects.requireNonNull(folder().begin(PART))) {
            unfinished.add(batch(5).bytes());
            unfinished.add(batch(6).bytes());
        }
        assertThat(folder().parts()).isEmpty();

        // when
        keep(PART, batch(5), batch(6), batch(7));

        // then
        assertThat(offsets(folder())).containsExactly(5L, 6L, 7L);
    }

    @Test
    void shouldKeepPartsOfOtherRecoveriesApart() {
        QuarantinedPart later = new QuarantinedPart("orders", SEED, 5, 8, 50);

        keep(PART, batch(5), batch(6), batch(7));
        keep(later, batch(5), batch(6), batch(7));

        assertThat(folder().parts()).containsExactly(PART, later);
    }

    @Test
    void shouldRefuseWhenTheDiskIsNearlyFull() {
        QuarantineFolder full = new QuarantineFolder(temp.resolve("quarantine"), () -> 256L << 20);

        try (LogQuarantine.Copy copy = Objects.requireNonNull(full.begin(PART))) {
            assertThatThrownBy(() -> copy.add(batch(5).bytes()))
                    .isInstanceOf(QuarantineFailure.class)
                    .hasMessageContaining("bytes are free");
        }
        assertThat(full.parts()).isEmpty();
    }

    @Test
    void shouldSayWhereACopyIsDamaged() throws IOException {
        // given
        keep(PART, batch(5), batch(6), batch(7));
        Path file = folder().batches(PART);
        byte[] bytes = Files.readAllBytes(file);
        bytes[batch(5).length() + RecordBatch.HEADER_BYTES + 1] ^= 1;
        Files.write(file, bytes);
        List<Long> read = new ArrayList<>();

        // when
        assertThatThrownBy(() -> folder().read(PART, batch -> read.add(batch.baseOffset())))
                .isInstanceOf(QuarantineFailure.class)
                .hasMessageContaining("offset 6");

        // then
        assertThat(read).containsExactly(5L);
    }

    @Test
    void shouldSayThatADescriptionIsDamaged() throws IOException {
        keep(PART, batch(5), batch(6), batch(7));
        try (Stream<Path> files = Files.list(temp.resolve("quarantine"))) {
            Path description = files.filter(file -> file.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(description, Files.readString(description).replace("orders", "order5"));
        }

        assertThatThrownBy(() -> folder().parts())
                .isInstanceOf(QuarantineFailure.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void shouldReadBatchesThatAreLargerThanItsBuffer() {
        QuarantinedPart large = new QuarantinedPart("orders", SEED, 0, 3, 40);
        keep(large, large(0), large(1), large(2));

        List<Integer> lengths = new ArrayList<>();
        folder().read(large, batch -> lengths.add(batch.length()));

        assertThat(lengths).hasSize(3).allMatch(length -> length > 3 << 20);
    }

    private QuarantineFolder folder() {
        return new QuarantineFolder(temp.resolve("quarantine"), () -> Long.MAX_VALUE);
    }

    private void keep(QuarantinedPart part, RecordBatch... batches) {
        try (LogQuarantine.Copy copy = Objects.requireNonNull(folder().begin(part))) {
            for (RecordBatch batch : batches) {
                ByteBuffer bytes = batch.bytes();
                copy.add(bytes);
            }
            copy.finish();
        }
    }

    private static List<Long> offsets(QuarantineFolder folder) {
        List<Long> offsets = new ArrayList<>();
        folder.read(PART, batch -> offsets.add(batch.baseOffset()));
        return offsets;
    }

    private static RecordBatch batch(long offset) {
        return stamped(offset, new byte[] {(byte) offset});
    }

    private static RecordBatch large(long offset) {
        return stamped(offset, new byte[(3 << 20) + 1]);
    }

    private static RecordBatch stamped(long offset, byte[] value) {
        RecordBatch batch = new BatchBuilder(SEED).add(new byte[0], value, 0).build();
        batch.stamp(offset, 30, 1_000_000);
        return batch;
    }
}
