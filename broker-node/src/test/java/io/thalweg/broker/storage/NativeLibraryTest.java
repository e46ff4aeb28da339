package io.thalweg.broker.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeLibraryTest {
    @TempDir
    private Path temporary;

    /** What a killed broker does: it loads the library and never exits in order. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] args) {
            NativeLibrary.load();
            Runtime.getRuntime().halt(0);
        }
    }

    @Test
    void shouldLeaveNothingInTheTemporaryFolderWhenTheProcessIsKilled() throws IOException, InterruptedException {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-XX:-UsePerfData",
                        "-cp",
                        classes,
                        Killed.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();

        assertThat(process.waitFor()).isZero();
        assertThat(temporary).isEmptyDirectory();
    }
}
