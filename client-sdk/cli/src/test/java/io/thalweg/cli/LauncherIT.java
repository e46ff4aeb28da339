package io.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

    @Test
    void shouldLeaveOutTheOptimizingCompilerOnTwoProcessors() throws Exception {
        Path quota = Path.of("/sys/fs/cgroup/cpu.max");
        assumeTrue(
                !Files.exists(quota) || Files.readString(quota).startsWith("max"), "the container has its own share");
        Path nproc = Files.createFile(
                folder.resolve("nproc"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (int processors : new int[] {1, 2, 3, 64}) {
            Files.writeString(nproc, "#!/bin/sh\necho " + processors + "\n");
            for (String command : List.of("server", "bench")) {
                assertThat(run("-XX:+PrintFlagsFinal", command, "--help"))
                        .as("%s, %d processors", command, processors)
                        .containsPattern("TieredStopAtLevel +=\\s+" + (processors <= 2 ? 1 : 4) + " ");
            }
        }
        Files.writeString(nproc, "#!/bin/sh\necho 2\n");
        assertThat(run("-XX:+PrintFlagsFinal -XX:TieredStopAtLevel=4", "server", "--help"))
                .as("the user's options win")
                .containsPattern("TieredStopAtLevel +=\\s+4 ");
    }

    @Test
    void shouldLetCardsWaitForTheCollectionWhereTheJvmDoesNotDecideItself() throws Exception {
        String flags = run("-XX:+PrintFlagsFinal", "server", "--help");

        boolean known = flags.contains("G1ConcRefinementGreenZone");
        assertThat(flags).containsPattern(known ? "G1ConcRefinementGreenZone +=\\s+2000 " : "UseG1GC +=\\s+true ");
    }

    /** Standard output and error of the launcher, with options more for the JVM; commands of the test's folder come first. */
    private String run(String javaOptions, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("deploy/bin/thalweg").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("THALWEG_JAVA_OPTS", javaOptions);
        builder.environment().merge("PATH", folder.toString(), (path, first) -> first + File.pathSeparator + path);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }
}
