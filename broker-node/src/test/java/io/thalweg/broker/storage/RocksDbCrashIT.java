package io.thalweg.broker.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.log.LogSlice;
import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.log.testing.TestLog;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a real process in the middle of its appends; everything that it had synced is there. */
class RocksDbCrashIT {
    private static final int LINES_BEFORE_THE_KILL = 150;

    @TempDir
    Path folder;

    @Test
    @Timeout(60)
    void shouldHaveEverySyncedAppendAfterAKill() throws Exception {
        Process process = start();
        String last = "";
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < LINES_BEFORE_THE_KILL; i++) {
                String line = lines.readLine();
                assertThat(line).as("output of the appending process").isNotNull();
                last = line;
            }
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        long syncedEnd = Long.parseLong(last.split(" ")[0]);
        long chainThere = Long.parseLong(last.split(" ")[1]);

        try (RocksDbLogStore store = RocksDbLogStore.open(
                folder, StorageSettings.defaults(), fault -> assertThat(fault).isNull())) {
            List<StoredLog> found = store.recover();

            assertThat(store.walDamaged()).isFalse();
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

    private Process start() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingAppender.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
