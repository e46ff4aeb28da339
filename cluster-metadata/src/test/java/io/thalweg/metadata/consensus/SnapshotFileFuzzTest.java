package io.thalweg.metadata.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.fuzzing.Allocation;
import io.thalweg.fuzzing.FuzzRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Any bytes as a snapshot file: refused, or sound and no byte of it can change unnoticed but for the digest, which the image tells. */
final class SnapshotFileFuzzTest implements FuzzRules {

    private static final long MOST_ALLOCATED = 128 << 10;
    private static final long PER_BYTE = 8;
    private static final int CHECKED_BYTES = 64;
    private static final Path NOWHERE = Path.of("snapshot");

    @Override
    public List<byte[]> seeds() throws Exception {
        return List.of(written(new byte[0]), written(new byte[] {1, 2, 3, 4, 5}), written(new byte[2_000]));
    }

    private static byte[] written(byte[] image) throws Exception {
        Path file = Files.createTempFile("snapshot", ".seed");
        try {
            new SnapshotFile(3, 14, image, -8).write(file);
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void feed(byte[] input) throws Exception {
        SnapshotFile found;
        try {
            found = Allocation.within(
                    MOST_ALLOCATED + PER_BYTE * input.length, () -> SnapshotFile.parse(input, NOWHERE));
        } catch (SnapshotFile.CorruptSnapshot e) {
            assertThat(e.getMessage()).contains("cannot be used");
            return;
        }
        assertThat(found.image().length).isLessThan(input.length);
        int step = 1 + input.length / CHECKED_BYTES;
        for (int at = 0; at < input.length; at += step) {
            boolean digest = at >= input.length - 16 && at < input.length - 8;
            input[at] ^= 4;
            if (!digest) {
                assertThatThrownBy(() -> SnapshotFile.parse(input, NOWHERE))
                        .as("byte %s", at)
                        .isInstanceOf(SnapshotFile.CorruptSnapshot.class);
            }
            input[at] ^= 4;
        }
    }
}
