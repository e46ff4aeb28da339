package io.thalweg.broker.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system of its own, of one megabyte; needs Linux and the right to mount. */
final class JournalOnAFullDiskTest {
    private static final int VALUE = 10_000;

    @TempDir
    private Path folder;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "thalweg-test", folder.toString());
        assumeTrue(mounted, "a small file system needs Linux and the right to mount (root)");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", folder.toString())).isTrue();
        }
    }

    @Test
    void shouldKeepEveryWriteBeforeTheOneThatFoundNoRoom() throws Exception {
        Path ballast = folder.resolve("ballast");
        for (int segmentBytes : new int[] {1 << 30, 50_000}) {
            Files.write(ballast, new byte[300_000]);
            long last = fill(segmentBytes);
            assertThat(TestFrames.replay(folder, 0)).isEqualTo(new JournalReplay.Outcome(last, null));
            assertThatThrownBy(() -> Journal.begin(folder, last + 1, segmentBytes, () -> {}))
                    .isInstanceOf(NoRoomException.class);
            assertThat(TestFrames.replay(folder, 0)).isEqualTo(new JournalReplay.Outcome(last, null));
            Files.delete(ballast);

            try (Journal journal = Journal.begin(folder, last + 1, segmentBytes, () -> {})) {
                TestFrames.append(journal, last + 1, last + 2, VALUE);
            }
            assertThat(TestFrames.replay(folder, last)).isEqualTo(new JournalReplay.Outcome(last + 2, null));
        }
    }

    @Test
    void shouldMakeNoFileAheadWhenRoomIsScarce() throws Exception {
        int segmentBytes = 70_000;
        try (Journal journal = Journal.begin(folder, 1, segmentBytes, () -> {})) {
            TestFrames.append(journal, 1, 1 + segmentBytes / VALUE / 2, VALUE);
            assertThat(journal.wantsSpare()).isTrue();
            journal.makeSpare();
            assertThat(journal.wantsSpare()).isFalse();
        }
        assertThat(folder.resolve("spare")).doesNotExist();
    }

    private long fill(int segmentBytes) throws IOException {
        try (Journal journal = Journal.begin(folder, 1, segmentBytes, () -> {})) {
            for (long sequence = 1; sequence < 1_000; sequence++) {
                try {
                    journal.append(TestFrames.frame(sequence, VALUE));
                } catch (NoRoomException e) {
                    assertThatThrownBy(() -> journal.append(new Frame(16))).isInstanceOf(IOException.class);
                    return sequence - 1;
                }
            }
        }
        throw new AssertionError("there was room for everything");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
