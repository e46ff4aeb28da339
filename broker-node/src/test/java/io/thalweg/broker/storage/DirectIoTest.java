package io.thalweg.broker.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectIoTest {
    @TempDir
    Path temp;

    /** These take it; what others do is theirs to say. */
    @Test
    void shouldWorkOnTheUsualFileSystems() throws Exception {
        assumeThat(Files.getFileStore(temp).type()).isIn("ext4", "xfs");

        assertThat(DirectIo.worksIn(temp)).isTrue();
    }

    /** Also what a crash has left there. */
    @Test
    void shouldLeaveNothingBehind() throws Exception {
        Files.writeString(temp.resolve("direct-io-probe"), "the rest of one");

        DirectIo.worksIn(temp);

        try (Stream<Path> files = Files.list(temp)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void shouldNotWorkWhereNothingCanBeWritten() throws Exception {
        Path file = Files.createFile(temp.resolve("file"));

        assertThat(DirectIo.worksIn(file.resolve("folder"))).isFalse();
    }

    /** RocksDB writes down which options a database was opened with. */
    @Test
    void shouldBeUsedForTablesWhereItWorks() throws Exception {
        new Database(temp, StorageSettings.defaults(), DirectIoTest::unexpected).close();

        assertThat(options()).contains("use_direct_io_for_flush_and_compaction=" + DirectIo.worksIn(temp));
    }

    private List<String> options() throws Exception {
        try (Stream<Path> files = Files.list(temp)) {
            Path newest = files.filter(file -> file.getFileName().toString().startsWith("OPTIONS-"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            return Files.readAllLines(newest).stream().map(String::strip).toList();
        }
    }

    private static void unexpected(Exception fault) {
        throw new AssertionError(fault);
    }
}
