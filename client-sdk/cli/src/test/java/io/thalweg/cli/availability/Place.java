package io.thalweg.cli.availability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/** When and on what a measurement was made. */
final class Place {
    private static final String MODEL = "model name";

    private Place() {}

    /** One line for people. */
    static String of(Path home) throws IOException, InterruptedException {
        Runtime runtime = Runtime.getRuntime();
        return "Measured on %s, commit %s, %d processors (%s), Linux %s, Java %s."
                .formatted(
                        LocalDate.now(ZoneOffset.UTC),
                        commit(home),
                        runtime.availableProcessors(),
                        processor(),
                        System.getProperty("os.version"),
                        Runtime.version());
    }

    private static String commit(Path home) throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "-C", home.toString(), "describe", "--always", "--dirty")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor() == 0 ? commit : "unknown";
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith(MODEL))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }
}
