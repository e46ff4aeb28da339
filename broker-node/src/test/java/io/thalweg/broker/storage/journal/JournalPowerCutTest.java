package io.thalweg.broker.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Walks of appends, syncs, flushes of the database and removals, ended by power cuts that keep and lose what they like of what
 * was not forced, then again from what is left. Each walk is repeated by its seed.
 */
final class JournalPowerCutTest {
    private static final int WALKS = 250;
    private static final int LIVES = 4;
    private static final int STEPS = 40;
    private static final int SEGMENT = 6_000;

    @TempDir
    private Path folder;

    @Test
    void shouldHaveEverySyncedWriteAndNeverCallACutDamage() throws Exception {
        for (int seed = 0; seed < WALKS; seed++) {
            new Walk(seed).run();
        }
    }

    private final class Walk {
        private final int seed;
        private final Random random;
        private final UnforcedDisk disk = new UnforcedDisk(folder);
        private long last;
        private long synced;
        private long flushed;

        Walk(int seed) {
            this.seed = seed;
            random = new Random(seed);
        }

        void run() throws IOException {
            disk.clear();
            for (int life = 0; life < LIVES; life++) {
                live();
                disk.cut(random);
                JournalReplay.Outcome outcome = TestFrames.replay(folder, flushed);
                assertThat(outcome.damage()).as("seed %d, life %d", seed, life).isNull();
                assertThat(outcome.last())
                        .as("seed %d, life %d", seed, life)
                        .isBetween(Math.max(synced, flushed), last);
                last = outcome.last();
                synced = last;
                flushed = last;
            }
        }

        private void live() throws IOException {
            disk.beforeBegin(last + 1);
            try (Journal journal = Journal.begin(folder, last + 1, SEGMENT, () -> {})) {
                disk.begun();
                for (int step = random.nextInt(STEPS); step > 0; step--) {
                    step(journal);
                }
            }
        }

        private void step(Journal journal) throws IOException {
            switch (random.nextInt(9)) {
                case 0 -> sync(journal);
                case 1 -> flushed = Math.max(flushed, flushed + random.nextInt((int) (last - flushed) + 1));
                case 2 -> {
                    // Syncs first if there is something to remove; the test cannot know, so it syncs itself.
                    sync(journal);
                    disk.beforeRelease();
                    journal.release(flushed);
                }
                case 3 -> {
                    if (journal.wantsSpare()) {
                        journal.makeSpare();
                        disk.made();
                    }
                }
                default -> {
                    disk.beforeAppend();
                    last = journal.append(TestFrames.frame(last + 1, random.nextInt(2_500)));
                    disk.appended();
                }
            }
        }

        private void sync(Journal journal) throws IOException {
            synced = journal.sync();
            disk.synced();
        }
    }
}
