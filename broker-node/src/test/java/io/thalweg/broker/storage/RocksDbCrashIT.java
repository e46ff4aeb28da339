package io.thalweg.broker.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.log.LogSlice;
import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.log.testing.TestLog;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a real process in the middle of its appends; everything that it had synced is there. */
class RocksDbCrashIT {
    private static final int LIVES = 6;
    private static final int LINES_BEFORE_THE_KILL = 150;

    @TempDir
    Path folder;

    @Test
    @Timeout(60)
    void shouldHaveEverySyncedAppendAfterAKill() throws Exception {
        assertSyncedIsThere(killedAfter(LINES_BEFORE_THE_KILL, "1000"), StorageSettings.defaults());
    }

    /** Flushes under way and parts of the journal being removed: what is removed is always in the tables. */
    @Test
    @Timeout(120)
    void shouldHaveEverySyncedAppendAfterKillsInTheMiddleOfFlushes() throws Exception {
        for (int life = 1; life <= LIVES; life++) {
            String last = killedAfter(LINES_BEFORE_THE_KILL + 7 * life, "8000", "small");
            if (life % 2 == 0) {
                assertSyncedIsThere(last, CrashingAppender.SMALL);
            }
        }
    }

    /** The last line that a process wrote before it was killed. */
    private String killedAfter(int lines, String... arguments) throws Exception {
        Process process = start(arguments);
        String last = "";
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < lines; i++) {
                String line = output.readLine();
                assertThat(line).as("output of the appending process").isNotNull();
                last = line;
            }
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return last;
    }

    private void assertSyncedIsThere(String line, StorageSettings settings) {
        long syncedEnd = Long.parseLong(line.split(" ")[0]);
        long chainThere = Long.parseLong(line.split(" ")[1]);
        try (RocksDbLogStore store = RocksDbLogStore.open(
                folder, settings, fault -> assertThat(fault).isNull())) {
            List<StoredLog> found = store.recover();

            assertThat(store.journalDamage()).isEmpty();
            assertThat(found).singleElement().satisfies(log -> {
                assertThat(log.logEnd()).isGreaterThanOrEqualTo(syncedEnd);
                assertThat(log.damageFound()).isEmpty();
            });
            assertThat(store.chainAt(TestLog.ID, syncedEnd)).isEqualTo(OptionalLong.of(chainThere));
            long offset = 0;
            while (offset < syncedEnd) {
                LogSlice slice = store.read(TestLog.ID, offset, Long.MAX_VALUE, 1 << 20);
                assertThat(slice.isEmpty()).isFalse();
                offset = slice.nextOffset();
            }
        }
    }

    private Process start(String... arguments) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(
                java,
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                CrashingAppender.class.getName(),
                folder.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
