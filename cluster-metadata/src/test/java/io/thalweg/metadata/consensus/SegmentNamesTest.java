package io.thalweg.metadata.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SegmentNamesTest {
    @TempDir
    private Path folder;

    private long nanos = 1;
    private int forced;

    @Test
    void shouldForceAFolderOnceItsTimeIsOldAndNotAgain() throws IOException {
        SegmentNames names = names();
        set(1_000);

        names.force();
        assertThat(forced).isEqualTo(1);
        later(100);
        names.force();
        assertThat(forced).isEqualTo(2);
        later(100);
        names.force();
        assertThat(forced).as("of a folder that has not changed").isEqualTo(2);

        set(2_000);
        names.force();
        assertThat(forced).as("after a change").isEqualTo(3);
    }

    @Test
    void shouldForceAgainWhileAChangeWouldNotShow() throws IOException {
        SegmentNames names = names();
        set(1_000);
        for (int round = 1; round <= 5; round++) {
            names.force();
            assertThat(forced).isEqualTo(round);
            later(5);
        }
    }

    @Test
    void shouldForceAgainAfterAFailure() throws IOException {
        SegmentNames names = new SegmentNames(folder, () -> nanos, failing -> {
            forced++;
            if (forced == 1) {
                throw new IOException("no");
            }
        });
        set(1_000);

        assertThatThrownBy(names::force).hasMessage("no");
        names.force();
        assertThat(forced).isEqualTo(2);
    }

    private SegmentNames names() {
        return new SegmentNames(folder, () -> nanos, forcedFolder -> forced++);
    }

    private void set(long millis) throws IOException {
        Files.setLastModifiedTime(folder, FileTime.fromMillis(millis));
    }

    private void later(long millis) {
        nanos += Duration.ofMillis(millis).toNanos();
    }
}
