package io.thalweg.benchmark.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** On what is measured. Works on Linux. */
public final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");

    private Machine() {}

    /** One line for people: date, commit, processors, memory, kernel. */
    public static String describe(Path home, String date) throws IOException, InterruptedException {
        double gigabytes = Double.parseDouble(value(MEMORY, "MemTotal").replaceAll("[^0-9]", "")) * 1024 / 1e9;
        return String.format(
                Locale.ROOT,
                "Measured on %s, commit %s, %d processors (%s), %.0f GB of memory, Linux %s.",
                date,
                commit(home),
                Runtime.getRuntime().availableProcessors(),
                value(PROCESSORS, "model name"),
                gigabytes,
                System.getProperty("os.version"));
    }

    private static String commit(Path home) throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "-C", home.toString(), "describe", "--always", "--dirty")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor() == 0 ? commit : "unknown";
    }

    /** The version of a JDK as its folder tells. */
    public static String jdk(Path javaHome) throws IOException {
        String version = "JAVA_VERSION=\"";
        try (Stream<String> lines = Files.lines(javaHome.resolve("release"))) {
            return lines.filter(line -> line.startsWith(version))
                    .map(line -> line.substring(version.length(), line.length() - 1))
                    .findFirst()
                    .orElse("unknown");
        }
    }

    private static String value(Path file, String name) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }
}
