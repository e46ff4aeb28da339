package io.thalweg.fuzzing;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Runs the coverage-guided fuzzer in a process of its own, so that its instrumentation touches no other test. */
final class JazzerProcess {
    private static final String MAIN = "com.code_intelligence.jazzer.Jazzer";

    private JazzerProcess() {}

    /** Fuzzes for that long and fails with the input that broke something. */
    static void run(Class<?> test, List<byte[]> inputs, long seconds) throws IOException, InterruptedException {
        Path folder = Path.of("target", "fuzz", test.getSimpleName()).toAbsolutePath();
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        Path findings = Files.createDirectories(folder.resolve("findings"));
        for (int index = 0; index < inputs.size(); index++) {
            Files.write(corpus.resolve("seed-" + index), inputs.get(index));
        }
        Path log = folder.resolve("log");
        int exit = new ProcessBuilder(command(test, corpus, findings, seconds))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new AssertionError("the fuzzer ended with " + exit + ", see " + log
                    + "; inputs that broke something: " + broken(findings));
        }
    }

    private static List<String> command(Class<?> test, Path corpus, Path findings, long seconds) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-ea",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                System.getProperty("java.class.path"),
                "-D" + JazzerTarget.TEST_PROPERTY + "=" + test.getName(),
                MAIN,
                "--target_class=" + JazzerTarget.class.getName(),
                "--instrumentation_includes=io.thalweg.**",
                // Coverage is wanted, not the built-in detectors of injections into libraries that are not used.
                "--custom_hook_excludes=**",
                "--reproducer_path=" + findings));
        command.addAll(List.of(
                "-artifact_prefix=" + findings + "/",
                "-max_total_time=" + seconds,
                "-max_len=16384",
                "-timeout=120",
                "-rss_limit_mb=2500",
                "-print_final_stats=1",
                corpus.toString()));
        return command;
    }

    private static List<String> broken(Path findings) throws IOException {
        List<String> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(findings)) {
            for (Path file :
                    files.filter(found -> !found.toString().endsWith(".java")).toList()) {
                inputs.add(HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return inputs;
    }
}
