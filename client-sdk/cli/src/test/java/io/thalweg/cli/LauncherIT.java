package io.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class LauncherIT {
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @Test
    void shouldTakeTheClassesOfBrokersAndCommandsFromTheArchive() throws Exception {
        // given
        Path loaded = folder.resolve("loaded.log");

        // when
        String out = run("-Xlog:class+load:file=" + loaded, "server", "--help");

        // then
        assertThat(out).contains("server");
        List<String> own = Files.readAllLines(loaded).stream()
                .filter(line -> line.contains(" io.thalweg."))
                .toList();
        assertThat(own).isNotEmpty().allMatch(line -> line.contains("shared objects file"));
    }

    @Test
    void shouldSayNothingOfAnArchiveThatDoesNotFit() throws Exception {
        // when: another class path than the one of the archive, an empty first entry
        String out = run("-Xbootclasspath/a:" + folder, "--version");

        // then
        assertThat(out.lines()).hasSize(1).allMatch(line -> line.startsWith("thalweg "));
    }

    /** Standard output and error of the launcher, with one option more for the JVM. */
    private static String run(String javaOption, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("deploy/bin/thalweg").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("THALWEG_JAVA_OPTS", javaOption);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }
}
