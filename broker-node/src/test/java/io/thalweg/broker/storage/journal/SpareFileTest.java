package io.thalweg.broker.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpareFileTest {
    private static final int BYTES = 2_500_000;

    @TempDir
    private Path folder;

    private static void makeAll(SpareFile spare, int steps) throws IOException {
        for (int step = 1; step < steps; step++) {
            assertThat(spare.makeMore()).isTrue();
            assertThat(spare.ready()).isNull();
        }
        assertThat(spare.makeMore()).isFalse();
    }

    @Test
    void shouldBeFullOfZeros() throws Exception {
        SpareFile spare = new SpareFile(folder, BYTES);
        makeAll(spare, 3);

        assertThat(spare.isReady()).isTrue();
        assertThat(Files.readAllBytes(spare.path())).isEqualTo(new byte[BYTES]);
        assertThat(Objects.requireNonNull(spare.ready()).position()).isZero();
        spare.discard();
        assertThat(spare.path()).doesNotExist();
    }

    /** Until it has another name: to make the next one would empty the file that is written to. */
    @Test
    void shouldLeaveAFileAloneThatIsBeingTaken() throws Exception {
        SpareFile spare = new SpareFile(folder, BYTES);
        makeAll(spare, 3);
        try (FileChannel taken = Objects.requireNonNull(spare.ready())) {
            taken.write(ByteBuffer.wrap(new byte[] {7}));

            assertThat(spare.makeMore()).isFalse();
            assertThat(Files.readAllBytes(spare.path())).hasSize(BYTES).startsWith(7);

            Path renamed = folder.resolve("renamed");
            Files.move(spare.path(), renamed);
            spare.taken();
            makeAll(spare, 3);
            assertThat(Files.readAllBytes(renamed)).hasSize(BYTES).startsWith(7);
        }
        spare.discard();
    }
}
