package io.thalweg.metadata.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotFileTest {

    @TempDir
    private Path directory;

    @Test
    void shouldReadWhatItWroteOverSeveralSections() throws IOException {
        byte[] image = new byte[(5 << 20) / 2];
        new Random(1).nextBytes(image);
        Path file = directory.resolve("snapshot");

        new SnapshotFile(3, 77, image, 42).write(file);

        SnapshotFile read = SnapshotFile.read(file);
        assertThat(read.image()).isEqualTo(image);
        assertThat(read.term()).isEqualTo(3);
        assertThat(read.index()).isEqualTo(77);
        assertThat(read.digest()).isEqualTo(42);
    }

    @Test
    void shouldNoticeEveryDamagedByteButTheDigest() throws IOException {
        Path file = directory.resolve("snapshot");
        new SnapshotFile(3, 77, new byte[] {1, 2, 3, 4, 5}, 42).write(file);
        byte[] intact = Files.readAllBytes(file);

        for (int i = 0; i < intact.length; i++) {
            byte[] damaged = intact.clone();
            damaged[i] ^= 0x10;
            Files.write(file, damaged);
            boolean digest = i >= intact.length - 16 && i < intact.length - 8;
            if (digest) {
                assertThat(SnapshotFile.read(file).digest()).isNotEqualTo(42);
            } else {
                assertThatThrownBy(() -> SnapshotFile.read(file))
                        .as("byte %s", i)
                        .isInstanceOf(SnapshotFile.CorruptSnapshot.class);
            }
        }
    }

    @Test
    void shouldRefuseEveryShortenedFile() throws IOException {
        Path file = directory.resolve("snapshot");
        new SnapshotFile(3, 77, new byte[] {1, 2, 3, 4, 5}, 42).write(file);
        byte[] intact = Files.readAllBytes(file);

        for (int length = 0; length < intact.length; length++) {
            Files.write(file, Arrays.copyOf(intact, length));
            assertThatThrownBy(() -> SnapshotFile.read(file)).isInstanceOf(SnapshotFile.CorruptSnapshot.class);
        }
    }
}
